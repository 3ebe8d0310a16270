// Inputs that are typed: a text, or the tensors of an inference request.

import { element, freshId } from './dom.js';

/** One text. Ctrl+Enter asks. */
export function textInput(model, ask) {
  const area = typed('Text', 4, ask);
  return {
    element: area.field,
    what: 'predict',
    request: () => ({ contentType: 'text/plain; charset=utf-8', body: area.value() }),
  };
}

/** The body of an inference request, begun with the model's own inputs. */
export function tensorInput(model, ask) {
  const area = typed('Inference request', 12, ask);
  area.set(template(model.inputs ?? []));
  return {
    element: area.field,
    what: 'infer',
    request: () => ({ contentType: 'application/json', body: area.value() }),
  };
}

function typed(title, rows, ask) {
  const id = freshId('text');
  const area = element('textarea', {
    id, rows, name: 'text', spellcheck: 'false',
    onkeydown: (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        ask();
      }
    },
  });
  const field = element('div', { className: 'field' },
    element('label', { for: id }, title, element('span', { className: 'hint' }, ' Ctrl+Enter asks')), area);
  return { field, value: () => area.value, set: (text) => { area.value = text; } };
}

const MOST_ELEMENTS = 4096;

/** One row of zeros, or of empty strings, for each input; a dimension of any size becomes 1. */
export function template(inputs) {
  const filled = inputs.map(({ name, datatype, shape }) => {
    const sizes = (shape ?? []).map((size) => (Number(size) > 0 ? Number(size) : 1));
    const elements = Math.min(MOST_ELEMENTS, sizes.reduce((product, size) => product * size, 1));
    return `    {"name": ${JSON.stringify(name)}, "datatype": ${JSON.stringify(datatype)}, `
      + `"shape": ${JSON.stringify(sizes)},\n     "data": ${JSON.stringify(new Array(elements).fill(zero(datatype)))}}`;
  });
  return `{\n  "inputs": [\n${filled.join(',\n')}\n  ]\n}`;
}

function zero(datatype) {
  return datatype === 'BYTES' ? '' : datatype === 'BOOL' ? false : 0;
}
