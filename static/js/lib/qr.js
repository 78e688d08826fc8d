// Draws a QR code as SVG: sharp at every size, with the quiet zone scanners need.

import qrcode from '../vendor/qrcode.js';

const QUIET = 4;

/** An `<svg>` of the text; `label` is what a screen reader says. */
export function drawQr(text, label) {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      if (code.isDark(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    }
  }
  const make = (name) => document.createElementNS('http://www.w3.org/2000/svg', name);
  const svg = make('svg');
  svg.setAttribute('viewBox', `0 0 ${count + 2 * QUIET} ${count + 2 * QUIET}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  svg.setAttribute('shape-rendering', 'crispEdges');
  svg.setAttribute('class', 'qr');
  const ink = make('path');
  ink.setAttribute('d', path);
  svg.append(ink);
  return svg;
}
