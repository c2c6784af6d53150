// Reads cases as JSON from standard input, replays each and prints what came out.
import { readFileSync } from "node:fs";
import { combineSources, differences, proofHolds, replay, Unusable } from "../verify_draw.mjs";

async function attempt(work) {
  try {
    return await work();
  } catch (problem) {
    if (problem instanceof Unusable) return { refused: problem.message };
    throw problem;
  }
}

const { draws, sources, comparisons, proofs } = JSON.parse(readFileSync(0, "utf8"));
const answers = { draws: [], sources: [], comparisons: [], proofs: [] };
for (const [document, randomness] of draws) {
  answers.draws.push(await attempt(() => replay(document, randomness)));
}
for (const texts of sources) answers.sources.push(await attempt(() => combineSources(texts)));
for (const [expected, published] of comparisons) {
  answers.comparisons.push(differences(expected, published).length);
}
for (const [proof, root] of proofs) answers.proofs.push(await attempt(() => proofHolds(proof, root)));
process.stdout.write(JSON.stringify(answers));
