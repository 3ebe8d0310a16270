// A place to draw: light ink on dark, brought to the middle and to full height before it is sent.

import { button, element } from './dom.js';

const SIDE = 152;
const PEN = 15;
const SENT_SIDE = 160;

/** Gives `drawn` a PNG after each stroke. */
export function drawing(drawn) {
  const canvas = element('canvas', { width: SIDE, height: SIDE, className: 'pad', role: 'img',
    'aria-label': 'Draw here with a mouse, a pen or a finger; without one, choose a file' });
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const clear = () => {
    pen.fillStyle = '#000';
    pen.fillRect(0, 0, SIDE, SIDE);
  };
  clear();
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(canvas, event));
    stroke(pen, at(canvas, event));
  });
  canvas.addEventListener('pointermove', (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) {
      stroke(pen, at(canvas, event));
    }
  });
  canvas.addEventListener('pointerup', () => centred(canvas, pen).toBlob(drawn, 'image/png'));
  return element('div', { className: 'draw' }, canvas,
    element('span', { className: 'row' }, element('span', {}, 'or draw'), button('Clear', clear)));
}

function at(canvas, event) {
  const box = canvas.getBoundingClientRect();
  return [(event.clientX - box.left) * SIDE / box.width, (event.clientY - box.top) * SIDE / box.height];
}

function stroke(pen, point) {
  pen.strokeStyle = '#fff';
  pen.lineWidth = PEN;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.lineTo(...point);
  pen.stroke();
}

// Collections of drawn characters are cut to the ink; a model that learned from one expects the same.
function centred(canvas, pen) {
  const [left, top, width, height] = inked(pen.getImageData(0, 0, SIDE, SIDE).data);
  const sent = element('canvas', { width: SENT_SIDE, height: SENT_SIDE });
  const paper = sent.getContext('2d');
  paper.fillRect(0, 0, SENT_SIDE, SENT_SIDE);
  const zoom = SENT_SIDE / Math.max(width, height);
  paper.drawImage(canvas, left, top, width, height, (SENT_SIDE - width * zoom) / 2, (SENT_SIDE - height * zoom) / 2,
    width * zoom, height * zoom);
  return sent;
}

function inked(pixels) {
  let [left, top, right, bottom] = [SIDE, SIDE, 0, 0];
  for (let i = 0; i < SIDE * SIDE; i += 1) {
    if (pixels[i * 4] > 0) {
      left = Math.min(left, i % SIDE);
      right = Math.max(right, i % SIDE);
      top = Math.min(top, Math.floor(i / SIDE));
      bottom = Math.max(bottom, Math.floor(i / SIDE));
    }
  }
  return right < left ? [0, 0, SIDE, SIDE] : [left, top, right - left + 1, bottom - top + 1];
}
