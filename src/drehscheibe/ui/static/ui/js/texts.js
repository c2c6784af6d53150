/* The sentences of ui/parts/texts.html, and one polite voice for screen readers. */
const source = () => document.getElementById("ui-texts")?.dataset ?? {};

export function text(name, values = {}) {
  const sentence = source()[name] ?? "";
  return sentence.replace(/%\((\w+)\)s/g, (whole, key) => values[key] ?? whole);
}

export function announce(sentence) {
  const voice = document.getElementById("ui-live");
  if (voice) voice.textContent = sentence;
}
