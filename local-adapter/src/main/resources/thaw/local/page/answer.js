// What a model answered, or why it did not.

import { button, digits, duration, element, shortened } from './dom.js';

const TOLD_ELSEWHERE = new Set(['model_name', 'model_version', 'id', 'label', 'score', 'scores', 'outputs', 'parameters']);

/** The panel beside an input: says the last answer until the next one is here, so that nothing jumps. */
export function answerPanel() {
  const said = element('div', { className: 'said', 'aria-live': 'polite', 'aria-atomic': 'true' },
    element('p', { className: 'hint' }, 'The answer appears here.'));
  const again = element('details', { className: 'again', hidden: true });
  const panel = element('div', { className: 'answer' }, said, again);
  return {
    element: panel,
    asking() {
      panel.setAttribute('aria-busy', 'true');
    },
    show(answer, command) {
      panel.removeAttribute('aria-busy');
      said.replaceChildren(...answered(answer));
      again.replaceChildren(...repeated(command));
      again.hidden = false;
    },
    fail(failure, command) {
      panel.removeAttribute('aria-busy');
      const status = failure.status ? ` ${failure.status}` : '';
      said.replaceChildren(element('p', { className: 'failure' },
        element('strong', {}, `Error${status}: `), failure.message));
      again.replaceChildren(...(command ? repeated(command) : []));
      again.hidden = !command;
    },
  };
}

function answered({ fields, seconds }) {
  const scores = Array.isArray(fields.scores) ? fields.scores : [];
  const parts = [];
  if (fields.label !== undefined) {
    parts.push(element('p', { className: 'label' }, shortened(String(fields.label), 200)));
  } else if (Array.isArray(fields.scores) && scores.length === 0) {
    parts.push(element('p', { className: 'label none' }, 'No label passed the threshold'));
  }
  if (scores.length > 0) {
    parts.push(bars(scores));
  }
  const values = Object.entries(fields).filter(([name]) => !TOLD_ELSEWHERE.has(name));
  if (values.length > 0) {
    parts.push(valueList(values));
  }
  if (Array.isArray(fields.outputs)) {
    parts.push(tensors(fields.outputs));
  }
  parts.push(element('p', { className: 'hint origin' },
    `${fields.model_name} version ${fields.model_version}, answered in ${duration(seconds)}`));
  return parts;
}

function bars(scores) {
  // Scores need not be probabilities: the longest bar is 1, or the largest score if that is more.
  const full = Math.max(1, ...scores.map((each) => Math.abs(Number(each.score)) || 0));
  return element('ol', { className: 'bars' }, scores.map((each) => {
    const bar = element('span', { className: 'bar', 'aria-hidden': 'true' });
    bar.style.setProperty('--share', String(Math.max(0, Number(each.score) / full) || 0));
    return element('li', {}, element('span', { className: 'of' }, String(each.label)), bar,
      element('span', { className: 'number', title: String(each.score) }, score(each.score)));
  }));
}

function score(value) {
  return value > 0 && value < 0.0001 ? '< 0.0001' : digits(typeof value === 'number' ? Number(value.toFixed(4)) : value);
}

function valueList(values) {
  return element('dl', { className: 'values' }, values.flatMap(([name, value]) => [
    element('dt', {}, name), element('dd', {}, shortened(written(value), 2000)),
  ]));
}

function written(value) {
  return typeof value === 'object' ? JSON.stringify(value) : digits(value);
}

function tensors(outputs) {
  return element('dl', { className: 'values' }, outputs.flatMap((each) => [
    element('dt', {}, `${each.name} ${each.datatype} ${JSON.stringify(each.shape)}`),
    element('dd', {}, shortened((each.data ?? []).slice(0, 200).map(digits).join(', '), 2000)),
  ]));
}

function repeated(command) {
  const code = element('code', {}, command);
  const copy = button('Copy', async () => {
    copy.textContent = await copied(code) ? 'Copied' : 'Press Ctrl+C';
    setTimeout(() => { copy.textContent = 'Copy'; }, 2000);
  });
  return [element('summary', {}, 'The same with curl'), element('pre', { tabIndex: 0 }, code), copy];
}

// The clipboard is closed to pages that come neither from this machine nor by HTTPS: there the text is marked.
async function copied(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(code);
    return false;
  }
}
