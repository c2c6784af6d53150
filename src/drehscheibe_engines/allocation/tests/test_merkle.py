from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe_engines.allocation import MerkleTree, verify_inclusion
from drehscheibe_engines.allocation.verify_draw import merkle_root, proof_holds

# Test vectors of Certificate Transparency (RFC 6962), leaves and roots of the first n leaves.
LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(1, 9))
def test_root_equals_the_published_vectors(size: int) -> None:
    lines = [bytes.fromhex(leaf) for leaf in LEAVES[:size]]

    assert MerkleTree(lines).root == ROOTS[size - 1]
    assert merkle_root(lines) == ROOTS[size - 1]


@given(st.lists(st.text("ab", max_size=3), min_size=1, max_size=15, unique=True), st.data())
def test_every_line_has_a_proof_and_no_other_line_or_place_has(
    lines: list[str], data: st.DataObject
) -> None:
    tree = MerkleTree([line.encode() for line in lines])
    index = data.draw(st.integers(0, len(lines) - 1))
    proof = tree.prove(index)
    as_json = {"line": proof.line, "index": index, "size": len(lines), "path": list(proof.path)}

    assert proof.line == lines[index]
    assert verify_inclusion(proof, tree.root)
    assert proof_holds(as_json, tree.root)
    forged = [
        replace(proof, line=proof.line + "x"),
        replace(proof, index=len(lines)),
        replace(proof, index=-1),
        replace(proof, path=(*proof.path, proof.root)),
    ]
    assert [verify_inclusion(one, tree.root) for one in forged] == [False] * 4
    assert not verify_inclusion(proof, "0" * 64)
    assert not proof_holds({**as_json, "line": proof.line + "x"}, tree.root)
    assert not proof_holds({**as_json, "path": [*proof.path, proof.root]}, tree.root)


def test_a_proof_that_is_too_short_fails() -> None:
    tree = MerkleTree([b"a", b"b", b"c", b"d"])
    proof = tree.prove(2)

    assert not verify_inclusion(replace(proof, path=proof.path[:1]), tree.root)


def test_a_tree_needs_a_line_and_knows_its_size() -> None:
    with pytest.raises(ValueError, match="at least one line"):
        MerkleTree([])
    with pytest.raises(IndexError):
        MerkleTree([b"a"]).prove(1)
    with pytest.raises(IndexError):
        MerkleTree([b"a"]).prove(-1)
