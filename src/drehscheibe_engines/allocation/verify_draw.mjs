/**
 * Replay a public draw of tour places, in a browser or in Node 20 or newer.
 *
 * The same rule as in verify_draw.py beside it, written a second time:
 *
 * 1. The LIST: one line of JSON for the rule, one per tour, one per application, sorted by id.
 * 2. The SEED: SHA-256 of a label, the list's SHA-256 and the public randomness.
 * 3. The DRUM: lots by weight, shuffled with words from SHA-256(seed, counter), without bias.
 * 4. In this ORDER each group takes its first wish with room for all of it, else the emptiest
 *    of its "any of these".
 * 5. Whoever got nothing WAITS for each of its tours, in the order drawn.
 *
 *     const expected = await replay(JSON.parse(applications), ["3 14 15 22 31 44"]);
 *     const sentences = differences(expected, JSON.parse(published));  // empty: verified
 *
 * Needs nothing but the platform's own SHA-256 (crypto.subtle: pages served by https).
 */

const RULE = { algorithm: "group-serial-dictatorship", version: "1" };
const encoder = new TextEncoder();

/** The input breaks the format; the message says where and why. */
export class Unusable extends Error {}

// --- 1. the list ------------------------------------------------------------------------------

function whole(row, key, least, most, fallback) {
  const value = Object.hasOwn(row, key) ? row[key] : fallback;
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Unusable(`${key} must be a whole number from ${least} to ${most}`);
  }
  return value;
}

function text(value, name) {
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  if (typeof value !== "string" || value === "" || /[\u0000-\u001f]/.test(value)) {
    throw new Unusable(`${name} must be a text without control characters`);
  }
  if (/\p{Surrogate}/u.test(value) || encoder.encode(value).length > 200) {
    throw new Unusable(`${name} must be valid UTF-8 of at most 200 bytes`);
  }
  return value;
}

function texts(row, key) {
  const values = Object.hasOwn(row, key) ? row[key] : [];
  if (!Array.isArray(values)) throw new Unusable(`${key} must be an array of texts`);
  return values.map((value) => text(value, key));
}

/** Compare by code points, which is the order of UTF-8 bytes; JavaScript alone would not. */
function byCodePoints(left, right) {
  for (let i = 0; i < left.length && i < right.length; i += 1) {
    if (left[i] !== right[i]) {
      const [a, b] = [left, right].map((side) => {
        const isSecondHalf = /[\udc00-\udfff]/.test(side[i]);
        return side.codePointAt(isSecondHalf ? i - 1 : i);
      });
      return a - b;
    }
  }
  return left.length - right.length;
}

const sortedSet = (values) => [...new Set(values)].sort(byCodePoints);

function readTour(row) {
  return {
    capacity: whole(row, "capacity", 0, 1_000_000),
    id: text(row.id, "id"),
    requires: sortedSet(texts(row, "requires")),
    wheelchair: whole(row, "wheelchair", 0, 1_000_000, 0),
  };
}

function readApplication(row) {
  const people = whole(row, "people", 1, 1_000);
  const wishes = [...new Set(texts(row, "wishes"))];
  return {
    any: sortedSet(texts(row, "any").filter((tour) => !wishes.includes(tour))),
    id: text(row.id, "id"),
    meets: sortedSet(texts(row, "meets")),
    people,
    weight: whole(row, "weight", 1, 1_000, 1),
    wheelchair: whole(row, "wheelchair", 0, people, 0),
    wishes,
  };
}

/** Read the tours or the applications; return them sorted by id, each id once. */
function readRows(document, name, read) {
  const rows = document?.[name];
  if (!Array.isArray(rows)) throw new Unusable(`${name} must be an array`);
  const result = new Map();
  rows.forEach((row, number) => {
    if (row === null || typeof row !== "object" || Array.isArray(row)) {
      throw new Unusable(`${name}[${number}] must be an object`);
    }
    try {
      const record = read(row);
      if (result.has(record.id)) throw new Unusable(`the id "${record.id}" occurs twice`);
      result.set(record.id, record);
    } catch (problem) {
      if (!(problem instanceof Unusable)) throw problem;
      throw new Unusable(`${name}[${number}]: ${problem.message}`);
    }
  });
  return [...result.keys()].sort(byCodePoints).map((id) => result.get(id));
}

function readList(document) {
  const tours = readRows(document, "tours", readTour);
  const applications = readRows(document, "applications", readApplication);
  const known = new Set(tours.map((tour) => tour.id));
  let lots = 0;
  for (const one of applications) {
    lots += one.weight;
    const unknown = [...one.wishes, ...one.any].find((tour) => !known.has(tour));
    if (unknown !== undefined) {
      throw new Unusable(`application "${one.id}" names the unknown tour "${unknown}"`);
    }
  }
  if (lots > 10_000_000) throw new Unusable("the weights add up to more than 10000000 lots");
  return [tours, applications];
}

async function sha256(...parts) {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined));
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

async function merkleRoot(lines) {
  let hashes = await Promise.all(lines.map((line) => sha256([0], encoder.encode(line))));
  while (hashes.length > 1) {
    const above = [];
    for (let i = 0; i < hashes.length; i += 2) {
      const isPair = i + 1 < hashes.length;
      above.push(isPair ? sha256([1], hashes[i], hashes[i + 1]) : hashes[i]);
    }
    hashes = await Promise.all(above);
  }
  return hex(hashes[0]);
}

// --- 2. the seed ------------------------------------------------------------------------------

/** Sources end with "/"; plain numbers are sorted and end with "." (as in RFC 3797). */
export function combineSources(sources) {
  let combined = "";
  for (const raw of sources.join("/").split("/")) {
    const part = raw.replace(/[ \t\r\n]+/g, " ").replace(/^ | $/g, "");
    if (/^[0-9]+([ .,;]+[0-9]+)*[ .,;]*$/.test(part)) {
      const numbers = part.match(/[0-9]+/g).map((number) => number.replace(/^0+(?=.)/, ""));
      numbers.sort((a, b) => a.length - b.length || byCodePoints(a, b));
      combined += `${numbers.join(".")}./`;
    } else if (part !== "") combined += `${part}/`;
  }
  if (combined === "" || /\p{Surrogate}/u.test(combined)) {
    throw new Unusable("randomness must name at least one source, in valid UTF-8");
  }
  return combined;
}

// --- 3. the drum ------------------------------------------------------------------------------

async function* words(seed) {
  for (let counter = 0; ; counter += 1) {
    const number = new Uint8Array(8);
    new DataView(number.buffer).setBigUint64(0, BigInt(counter));
    const block = new DataView((await sha256(seed, number)).buffer);
    for (const start of [0, 8, 16, 24]) yield block.getBigUint64(start);
  }
}

/** Return the applications in the order in which it is their turn. */
async function drawOrder(applications, seed) {
  const lots = applications.flatMap((one, number) => new Array(one.weight).fill(number));
  const stream = words(seed);
  for (let last = lots.length - 1; last > 0; last -= 1) {
    const choices = BigInt(last + 1);
    const fair = 2n ** 64n - (2n ** 64n % choices); // The last, incomplete round is unfair.
    let word = (await stream.next()).value;
    while (word >= fair) word = (await stream.next()).value;
    const place = Number(word % choices);
    [lots[last], lots[place]] = [lots[place], lots[last]];
  }
  return [...new Set(lots)].map((number) => applications[number]);
}

// --- 4. and 5. the places and the waiting lists -------------------------------------------------

/** Would the empty tour do? If not, there is nothing to wait for. */
function isOpenTo(tour, one) {
  return (
    one.people <= tour.row.capacity &&
    one.wheelchair <= tour.row.wheelchair &&
    tour.row.requires.every((condition) => one.meets.includes(condition))
  );
}

/** Return the first wish with room, else the emptiest welcome tour, else null. */
function choose(one, tours) {
  const hasRoom = (id) => {
    const tour = tours.get(id);
    return isOpenTo(tour, one) && one.people <= tour.free && one.wheelchair <= tour.freeWheelchair;
  };
  const wish = one.wishes.find(hasRoom);
  if (wish !== undefined) return wish;
  let best = null;
  for (const id of one.any.filter(hasRoom)) {
    if (best === null || tours.get(id).free > tours.get(best).free) best = id;
  }
  return best;
}

function seat(rows, order) {
  const tours = new Map(
    rows.map((row) => [
      row.id,
      { row, free: row.capacity, freeWheelchair: row.wheelchair, waiting: [] },
    ]),
  );
  const assignments = new Map();
  for (const one of order) {
    const chosen = choose(one, tours);
    assignments.set(one.id, chosen);
    if (chosen !== null) {
      tours.get(chosen).free -= one.people;
      tours.get(chosen).freeWheelchair -= one.wheelchair;
      continue;
    }
    for (const id of [...one.wishes, ...one.any]) {
      if (isOpenTo(tours.get(id), one)) tours.get(id).waiting.push(one.id);
    }
  }
  return [assignments, new Map(rows.map((row) => [row.id, tours.get(row.id).waiting]))];
}

/** Return the result that the parsed list and the sources of randomness must lead to. */
export async function replay(document, sources) {
  const [tours, applications] = readList(document);
  const lines = [RULE, ...tours, ...applications].map((record) => JSON.stringify(record));
  const listHash = hex(await sha256(encoder.encode(lines.map((line) => `${line}\n`).join(""))));
  const randomness = combineSources(sources);
  const seed = await sha256(encoder.encode(`drehscheibe-draw\n${listHash}\n${randomness}\n`));
  const order = await drawOrder(applications, seed);
  const [assignments, waiting] = seat(tours, order);
  return {
    ...RULE,
    randomness,
    list_sha256: listHash,
    merkle_root: await merkleRoot(lines),
    order: order.map((one) => one.id),
    assignments: Object.fromEntries(assignments),
    waiting: Object.fromEntries(waiting),
  };
}

/** Compare by value; the order of an object's keys does not count. */
function isSame(left, right) {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object") {
    return false;
  }
  const keys = Object.keys(left);
  return (
    Array.isArray(left) === Array.isArray(right) &&
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key]))
  );
}

/** Return the parts of the published result that do not agree; empty means verified. */
export function differences(expected, published) {
  if (published === null || typeof published !== "object" || Array.isArray(published)) {
    return ["the published result is not an object"];
  }
  return Object.keys(expected).flatMap((key) => {
    if (!Object.hasOwn(published, key)) return [`${key} is missing`];
    return isSame(expected[key], published[key]) ? [] : [`${key} differs`];
  });
}

// --- proof that one application was in the list -------------------------------------------------

/** Follow an inclusion proof (RFC 9162, section 2.1.3.2) from the line to the root. */
export async function proofHolds(proof, root) {
  if (!Array.isArray(proof?.path) || typeof proof.line !== "string") {
    throw new Unusable("a proof has line, index, size and path");
  }
  if (!proof.path.every((step) => typeof step === "string" && /^[0-9a-f]{64}$/.test(step))) {
    throw new Unusable("path must be an array of hashes, 64 hex digits each");
  }
  let last = whole(proof, "size", 1, 2 ** 40) - 1;
  let index = whole(proof, "index", 0, last);
  let value = await sha256([0], encoder.encode(proof.line));
  const path = proof.path.map((step) => Uint8Array.from(step.match(/../g), (b) => parseInt(b, 16)));
  while (last > 0) {
    if (index % 2 === 1 || index < last) {
      if (path.length === 0) return false;
      const sibling = path.shift();
      value = await (index % 2 ? sha256([1], sibling, value) : sha256([1], value, sibling));
    }
    [index, last] = [Math.floor(index / 2), Math.floor(last / 2)];
  }
  return path.length === 0 && hex(value) === root.trim().toLowerCase();
}
