// A form made of the names of a model's features; what is left empty is not sent.

import { element, freshId } from './dom.js';

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** A field for each feature, and a way to fill them all from a JSON object. */
export function featureInput(model) {
  const fields = new Map((model.features ?? []).map((feature) => [feature.name, control(feature)]));
  const note = element('p', { className: 'hint', role: 'status' });
  const fill = (text) => {
    const object = featuresIn(text, model.field || 'features', fields);
    if (object) {
      note.textContent = filled(fields, object);
    }
    return object !== undefined;
  };
  const grid = element('div', { className: 'features', onpaste: (event) => {
    if (fill(event.clipboardData.getData('text/plain'))) {
      event.preventDefault();
    }
  } }, [...fields].map(([name, node]) => element('div', { className: 'field' },
    element('label', { for: node.id }, name), node)));
  return {
    element: element('div', {}, grid, bulk(fill, note), note),
    what: 'predict',
    request: () => ({ contentType: 'application/json', body: wrapped(model.field, written(fields)) }),
  };
}

function control({ categories, boolean, missing }) {
  const id = freshId('feature');
  const empty = missing === undefined ? 'required' : `${missing} if empty`;
  const choices = boolean ? [true, false] : categories;
  if (choices?.length > 0) {
    return element('select', { id }, element('option', { value: '' }, empty),
      choices.map((each) => element('option', { value: JSON.stringify(each) }, String(each))));
  }
  // Not type=number: it hides what it cannot read, and the server says better what is wrong with it.
  return element('input', { id, type: 'text', inputmode: 'decimal', autocomplete: 'off', spellcheck: 'false',
    placeholder: empty });
}

function bulk(fill, note) {
  const id = freshId('features');
  const area = element('textarea', { id, rows: 3, spellcheck: 'false', oninput: () => {
    if (!fill(area.value)) {
      note.textContent = area.value.trim() ? 'Not a JSON object yet.' : '';
    }
  } });
  return element('details', { className: 'bulk' }, element('summary', {}, 'Fill from a JSON object'),
    element('div', { className: 'field' },
      element('label', { for: id }, 'JSON object', element('span', { className: 'hint' },
        ' or paste it into any field above')), area));
}

// A line of a stream wraps the features in a field of that name.
function featuresIn(text, field, fields) {
  try {
    const value = JSON.parse(text);
    const inner = value?.[field];
    const object = inner && typeof inner === 'object' && !fields.has(field) ? inner : value;
    return object && typeof object === 'object' && !Array.isArray(object) ? object : undefined;
  } catch {
    return undefined;
  }
}

function filled(fields, object) {
  let count = 0;
  for (const [name, node] of fields) {
    const value = Object.hasOwn(object, name) ? object[name] : null;
    const isSelect = node instanceof HTMLSelectElement;
    node.value = value === null ? '' : isSelect || typeof value === 'object' ? JSON.stringify(value) : String(value);
    count += value === null ? 0 : 1;
  }
  const unknown = Object.keys(object).filter((name) => !fields.has(name));
  return `${count} of ${fields.size} filled`
    + (unknown.length ? `; not features of this model: ${unknown.slice(0, 5).join(', ')}` : '');
}

// Written by hand, so that a number keeps all the digits that were typed.
function written(fields) {
  const given = [...fields].map(([name, node]) => [name, literal(node)]).filter(([, value]) => value !== '');
  return `{${given.map(([name, value]) => `${JSON.stringify(name)}: ${value}`).join(', ')}}`;
}

function wrapped(field, object) {
  return field ? `{${JSON.stringify(field)}: ${object}}` : object;
}

function literal(node) {
  if (node instanceof HTMLSelectElement) {
    return node.value;
  }
  const typed = node.value.trim();
  return typed === '' || NUMBER.test(typed) || typed === 'true' || typed === 'false' ? typed : JSON.stringify(typed);
}
