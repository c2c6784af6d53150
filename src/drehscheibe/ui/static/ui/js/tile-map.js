/**
 * Keyboard, zoom and a spoken line for a tile map.
 *
 * Without this script the map is a still picture with links. With it
 * - the map is one stop of the Tab key; arrow keys go to the tile that lies there, Home and End to the
 *   first and last tile of the row, with Ctrl to the first and last of the map (on a map of real
 *   boundaries, which has no rows, always);
 * - "+", "-" and "0", the buttons, two fingers, and the wheel with Ctrl enlarge and shrink; a plain
 *   wheel does so only while a tile has the focus, so that nobody is caught while scrolling a page;
 * - an enlarged map is moved by dragging, Escape shows the whole country again;
 * - the status line names the tile under focus, pointer or finger.
 *
 * Only attributes are changed (viewBox, tabindex, d, data-*), so a strict content policy holds.
 *
 * @example
 * <div class="tile-map" data-controller="tile-map">
 *   <div class="tile-map__toolbar" role="group" aria-label="Karte" hidden>
 *     <button type="button" data-action="zoom-in" aria-label="Vergrößern">+</button>
 *     <button type="button" data-action="zoom-out" aria-label="Verkleinern">−</button>
 *     <button type="button" data-action="reset" aria-label="Ganze Karte">⤢</button>
 *   </div>
 *   <svg class="tile-map__picture" viewBox="…">…</svg>
 *   <p role="status" data-part="status"></p>
 *   <p data-part="keys" hidden>Pfeiltasten: …</p>
 * </div>
 */

const SELECTOR = '[data-controller~="tile-map"]';
const SVG = "http://www.w3.org/2000/svg";
const DEEPEST = 8;
const ZOOM_STEP = 1.5;
/** A pointer that moved farther than this drags the map and does not click, CSS pixels. */
const DRAG_PX = 5;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/**
 * One tile: where it lies in whole units of its layer and what takes focus. A hexagon begins at its
 * top corner, two units above its middle; a real outline says where it lies (data-at).
 */
function readTile(path) {
  const [, x, y] = /^M?(-?\d+) (-?\d+)/.exec(path.dataset.at ?? path.getAttribute("d"));
  const link = path.closest("a");
  return {
    path,
    target: link ?? path,
    x: Number(x),
    y: Number(y) + (path.dataset.at ? 0 : 2),
    text: (link ?? path).querySelector("title")?.textContent ?? "",
  };
}

/** The part of the country that is seen: never beyond the whole, never deeper than DEEPEST. */
class View {
  constructor(svg) {
    this.svg = svg;
    const { x, y, width, height } = svg.viewBox.baseVal;
    this.whole = { x, y, width, height };
    this.reset();
  }

  get zoom() {
    return this.whole.width / this.box.width;
  }

  reset() {
    this.box = { ...this.whole };
    this.show();
  }

  /** Enlarge by a factor round a point that stays where it is on the screen. */
  scale(factor, at = this.middle()) {
    const zoom = clamp(this.zoom * factor, 1, DEEPEST);
    const shrink = this.zoom / zoom;
    this.box.x = at.x - (at.x - this.box.x) * shrink;
    this.box.y = at.y - (at.y - this.box.y) * shrink;
    this.box.width = this.whole.width / zoom;
    this.box.height = this.whole.height / zoom;
    this.show();
  }

  shift(dx, dy) {
    this.box.x += dx;
    this.box.y += dy;
    this.show();
  }

  /** Move just so far that a point is seen with some room round it. */
  reveal({ x, y }) {
    if (this.zoom === 1) return;
    const room = Math.min(2.5, this.box.width / 4);
    const { box } = this;
    box.x = clamp(box.x, x + room - box.width, x - room);
    box.y = clamp(box.y, y + room - box.height, y - room);
    this.show();
  }

  middle() {
    return { x: this.box.x + this.box.width / 2, y: this.box.y + this.box.height / 2 };
  }

  /** Map a place on the screen to a place on the map. */
  place({ clientX, clientY }) {
    const matrix = this.svg.getScreenCTM().inverse();
    return new DOMPoint(clientX, clientY).matrixTransform(matrix);
  }

  show() {
    const { box, whole } = this;
    box.x = clamp(box.x, whole.x, whole.x + whole.width - box.width);
    box.y = clamp(box.y, whole.y, whole.y + whole.height - box.height);
    const numbers = [box.x, box.y, box.width, box.height].map((value) => +value.toFixed(3));
    this.svg.setAttribute("viewBox", numbers.join(" "));
  }
}

class TileMapController {
  constructor(root) {
    this.root = root;
    this.svg = root.querySelector("svg");
    this.layer = this.svg.querySelector(".tile-map__tiles");
    this.status = root.querySelector('[data-part="status"]');
    /** Real outlines stand in no rows. */
    this.hasRows = this.layer.dataset.geometry !== "borders";
    this.tiles = [...this.layer.querySelectorAll("path[data-ags]")].map(readTile);
    this.byTarget = new Map(this.tiles.map((tile) => [tile.target, tile]));
    this.view = new View(this.svg);
    this.pointers = new Map();
    this.current = null;
    this.prepareTiles();
    this.listen();
    root.dataset.live = "";
    for (const part of root.querySelectorAll('.tile-map__toolbar, [data-part="keys"]')) {
      part.hidden = false;
    }
    this.refresh();
  }

  prepareTiles() {
    // The picture becomes a group, because a picture hides its parts from screen readers.
    this.svg.setAttribute("role", "group");
    for (const { path, target, text } of this.tiles) {
      target.setAttribute("tabindex", "-1");
      if (target === path && text) {
        path.setAttribute("role", "img");
        path.setAttribute("aria-label", text);
      }
    }
    this.cursor = document.createElementNS(SVG, "path");
    this.cursor.setAttribute("class", "tile-map__cursor");
    this.cursor.setAttribute("visibility", "hidden");
    this.cursor.setAttribute("transform", this.layer.getAttribute("transform"));
    this.svg.append(this.cursor);
    this.makeCurrent(this.tiles[0]);
  }

  listen() {
    const { root, svg } = this;
    root.addEventListener("click", (event) => this.onButton(event));
    svg.addEventListener("keydown", (event) => this.onKey(event));
    // Listened to on the frame: a listener for focus would make the picture itself a stop for Tab.
    root.addEventListener("focusin", (event) => this.onFocus(event));
    root.addEventListener("focusout", () => this.onBlur());
    svg.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
    svg.addEventListener("pointerdown", (event) => this.onPointerDown(event));
    svg.addEventListener("pointermove", (event) => this.onPointerMove(event));
    svg.addEventListener("pointerover", (event) => this.onPointerOver(event));
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
      svg.addEventListener(type, (event) => this.onPointerEnd(event));
    }
    // Links would be carried off by the browser's own dragging.
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("click", (event) => this.onClick(event), { capture: true });
  }

  /** The one tile that the Tab key reaches. */
  makeCurrent(tile) {
    this.current?.target.setAttribute("tabindex", "-1");
    tile.target.setAttribute("tabindex", "0");
    this.current = tile;
  }

  say(text) {
    if (this.status && this.status.textContent !== text) this.status.textContent = text;
  }

  refresh() {
    const { zoom } = this.view;
    // The style sheet keeps the names of the Länder small: 1 below twofold, 2 below fourfold, 3.
    if (zoom > 1) this.root.dataset.zoomed = Math.min(Math.floor(Math.log2(zoom)) + 1, 3);
    else delete this.root.dataset.zoomed;
    const ends = { "zoom-in": zoom >= DEEPEST, "zoom-out": zoom <= 1, reset: zoom <= 1 };
    for (const button of this.root.querySelectorAll("[data-action]")) {
      // Not "disabled": a button that is switched off under the finger would lose the focus.
      button.setAttribute("aria-disabled", String(ends[button.dataset.action] ?? false));
    }
  }

  zoomBy(factor, at) {
    this.view.scale(factor, at);
    this.refresh();
  }

  showAll() {
    this.view.reset();
    this.refresh();
  }

  onButton({ target }) {
    const action = target.closest("[data-action]")?.dataset.action;
    if (action === "zoom-in") this.zoomBy(ZOOM_STEP);
    if (action === "zoom-out") this.zoomBy(1 / ZOOM_STEP);
    if (action === "reset") this.showAll();
  }

  onKey(event) {
    if (event.altKey || event.metaKey) return;
    const aim = this.aimOf(event);
    if (aim) aim.target.focus({ preventScroll: this.view.zoom > 1 });
    else if (!this.zoomByKey(event)) return;
    event.preventDefault();
  }

  zoomByKey({ key, ctrlKey }) {
    if (ctrlKey) return false;
    if (key === "+" || key === "=") this.zoomBy(ZOOM_STEP, this.pointOf(this.current));
    else if (key === "-") this.zoomBy(1 / ZOOM_STEP, this.pointOf(this.current));
    else if (key === "0" || key === "Escape") this.showAll();
    else return false;
    return true;
  }

  /** The tile a key leads to, the current one at the edge of the country, nothing for other keys. */
  aimOf({ key, ctrlKey }) {
    if (key in ARROWS) return ctrlKey ? null : this.neighbour(...ARROWS[key]);
    if (key !== "Home" && key !== "End") return null;
    if (ctrlKey || !this.hasRows) return this.tiles.at(key === "Home" ? 0 : -1);
    const row = this.tiles.filter((tile) => tile.y === this.current.y).sort((a, b) => a.x - b.x);
    return row.at(key === "Home" ? 0 : -1);
  }

  /** Sideways along the row; up and down to the nearest tile of the next row, keeping the column. */
  neighbour(dx, dy) {
    const from = this.current;
    if (!this.hasRows) return this.toward(dx, dy) ?? from;
    if (dy === 0) {
      this.column = undefined;
      const row = this.tiles.filter((tile) => tile.y === from.y && (tile.x - from.x) * dx > 0);
      return nearest(row, from.x) ?? from;
    }
    this.column ??= from.x;
    const row = this.tiles.filter((tile) => tile.y === from.y + 3 * dy);
    return nearest(row, this.column) ?? from;
  }

  /** The nearest area within 45 degrees of a direction, rather straight ahead than aside. */
  toward(dx, dy) {
    const { x, y } = this.current;
    let [best, least] = [null, Infinity];
    for (const tile of this.tiles) {
      const ahead = (tile.x - x) * dx + (tile.y - y) * dy;
      const aside = Math.abs((tile.x - x) * dy) + Math.abs((tile.y - y) * dx);
      const cost = ahead + 2 * aside;
      if (ahead > 0 && aside <= ahead && cost < least) [best, least] = [tile, cost];
    }
    return best;
  }

  pointOf({ x, y }) {
    const [, across, down] = /scale\(([\d.]+)[ ,]([\d.]+)\)/.exec(
      this.layer.getAttribute("transform"),
    );
    return { x: x * across, y: y * down };
  }

  onFocus({ target }) {
    const tile = this.byTarget.get(target);
    if (!tile) return;
    if (this.column !== undefined && Math.abs(tile.x - this.column) > 2) this.column = undefined;
    this.makeCurrent(tile);
    this.view.reveal(this.pointOf(tile));
    this.cursor.setAttribute("d", tile.path.getAttribute("d"));
    this.cursor.setAttribute("visibility", "visible");
    this.say(tile.text);
  }

  onBlur() {
    this.cursor.setAttribute("visibility", "hidden");
    this.say("");
  }

  onWheel(event) {
    if (!event.ctrlKey && !this.svg.contains(document.activeElement)) return;
    event.preventDefault();
    this.zoomBy(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), this.view.place(event));
  }

  onPointerOver({ target }) {
    const tile = this.byTarget.get(target.closest("a") ?? target.closest("path"));
    if (tile && this.pointers.size === 0) this.say(tile.text);
  }

  onPointerDown(event) {
    if (event.button !== 0) return;
    if (this.pointers.size === 0) this.dragged = false;
    this.pointers.set(event.pointerId, { clientX: event.clientX, clientY: event.clientY });
    this.start = { clientX: event.clientX, clientY: event.clientY };
  }

  onPointerMove(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = { clientX: event.clientX, clientY: event.clientY };
    if (this.pointers.size === 2) this.pinch(event.pointerId, before, now);
    else if (this.view.zoom > 1) this.drag(event.pointerId, before, now);
    else return;
    this.pointers.set(event.pointerId, now);
  }

  drag(pointerId, before, now) {
    if (!this.dragged) {
      if (gap(this.start, now) < DRAG_PX) return;
      this.dragged = true;
      this.svg.setPointerCapture(pointerId);
      this.root.toggleAttribute("data-dragging", true);
    }
    const [from, to] = [this.view.place(before), this.view.place(now)];
    this.view.shift(from.x - to.x, from.y - to.y);
  }

  pinch(pointerId, before, now) {
    this.dragged = true;
    const [, other] = [...this.pointers].find(([id]) => id !== pointerId);
    const middle = {
      clientX: (now.clientX + other.clientX) / 2,
      clientY: (now.clientY + other.clientY) / 2,
    };
    this.zoomBy(gap(now, other) / Math.max(gap(before, other), 1), this.view.place(middle));
  }

  onPointerEnd({ pointerId }) {
    this.pointers.delete(pointerId);
    if (this.pointers.size === 0) this.root.toggleAttribute("data-dragging", false);
  }

  /** The click that ends a drag is none. */
  onClick(event) {
    if (!this.dragged) return;
    this.dragged = false;
    event.preventDefault();
    event.stopPropagation();
  }
}

function nearest(tiles, x) {
  return tiles.reduce(
    (best, tile) => (!best || Math.abs(tile.x - x) < Math.abs(best.x - x) ? tile : best),
    null,
  );
}

function gap(one, two) {
  return Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY);
}

/** Bring every map below a node to life, each only once. */
export function connect(node = document) {
  const inside = [...node.querySelectorAll(SELECTOR)];
  const roots = node instanceof Element && node.matches(SELECTOR) ? [node, ...inside] : inside;
  for (const root of roots) {
    if (!("live" in root.dataset)) new TileMapController(root);
  }
}

connect();
document.addEventListener("htmx:load", (event) => connect(event.target));
