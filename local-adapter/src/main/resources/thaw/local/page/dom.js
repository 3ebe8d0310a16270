// Everything that a server, a file or a person says reaches the page as text, never as markup.

/** A new element; properties named `on…` are listeners, `aria-…`, `data-…`, `for` and `role` are attributes. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (/-|^(for|role|scope|inputmode|spellcheck)$/.test(name)) {
      node.setAttribute(name, value);
    } else {
      node[name] = value;
    }
  }
  node.append(...children.flat());
  return node;
}

let last = 0;

/** An id that no other element of this page has. */
export function freshId(prefix) {
  last += 1;
  return `${prefix}-${last}`;
}

/** A button that does not submit its form. */
export function button(text, onclick) {
  return element('button', { type: 'button', className: 'quiet', onclick }, text);
}

/** The text, cut with an ellipsis if it is longer than that. */
export function shortened(text, length) {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

/** Four significant digits at most; what is no number stays as it is. */
export function digits(value) {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value);
}

/** Seconds in the unit that people say. */
export function duration(seconds) {
  if (!Number.isFinite(seconds)) {
    return '–';
  }
  if (seconds < 0.001) {
    return `${Math.round(seconds * 1e6)} µs`;
  }
  return seconds < 1 ? `${digits(Number((seconds * 1e3).toPrecision(3)))} ms`
    : `${digits(Number(seconds.toPrecision(3)))} s`;
}
