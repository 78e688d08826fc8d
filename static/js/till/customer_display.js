// What the customer sees on a second screen, told by the till: to windows of this device over a
// channel of the browser, which needs no network, and to the laptop for another device.

import { call, linked } from '../net/api.js';
import { isWeighed, priceOf } from '../model/cart.js';
import { quantity } from '../model/money.js';
import { net } from '../model/price.js';
import { payload } from '../model/vietqr.js';

export const CHANNEL = 'chophien-customer';
/** The same scene is told again this often, so that a screen knows that its till is alive. */
export const HEARTBEAT_MS = 20000;
const CALM_MS = 120;

export const idle = { kind: 'idle' };

/** The goods with what they come to; `parts` are what is paid and left of it (split.js). */
export function cartScene(cart, total, parts = { paid: 0 }) {
  if (!cart.lines.length) return idle;
  const priced = priceOf(cart);
  const lines = priced.map((line, n) => shown(cart.lines[n], net(line)));
  return { kind: 'cart', lines, total: Number(total), ...parts };
}

const shown = (line, sum) => ({
  name: line.name,
  quantity: `${quantity(line.thousandths)}${isWeighed(line) ? ' kg' : ''}`,
  amount: Number(sum),
});

/** A VietQR of the account that stands in it, as it was when its customer was first shown it. */
export function qrScene({ amount: sum, reference, bank }) {
  const { bin, account } = bank;
  const text = payload({ bin, account, amount: BigInt(sum), purpose: reference });
  const spaced = account.replace(/(\d{4})(?=\d)/g, '$1\u00a0');
  return {
    kind: 'qr',
    amount: Number(sum),
    payload: text,
    reference,
    account: `${bank.short_name ?? ''} · ${spaced}`,
    holder: bank.name,
  };
}

/** Paid, with what is given back. */
export const thanksScene = (total, change) => ({
  kind: 'thanks',
  total: Number(total),
  change: Number(change),
});

/**
 * Tells scenes of this till; `scene()` is what stands now. Gives `show`, called at each change, and
 * `again`, called when a screen came.
 */
export function createDisplay(app, scene) {
  const view = { app, scene, told: '', timer: null, screens: 1, busy: false, late: false };
  view.channel = globalThis.BroadcastChannel ? new BroadcastChannel(CHANNEL) : null;
  // A window that opens late asks for what stands.
  if (view.channel) view.channel.onmessage = ({ data }) => data === 'hello' && whisper(view);
  setInterval(() => tell(view, true), HEARTBEAT_MS);
  return { show: () => tell(view, false), again: () => tell(view, true) };
}

const message = (view) => ({
  till: view.app.till?.device?.letter ?? null,
  scene: view.scene(),
});

const whisper = (view) => view.channel?.postMessage(message(view));

function tell(view, again) {
  if (!view.app.till?.device) return;
  const text = JSON.stringify(view.scene());
  if (text === view.told && !again) return;
  view.told = text;
  whisper(view);
  // While no screen follows, the laptop hears the heartbeat alone.
  if (view.screens === 0 && !again) return;
  clearTimeout(view.timer);
  view.timer = setTimeout(() => send(view), again ? 0 : CALM_MS);
}

async function send(view) {
  if (linked() === false) return;
  // A screen that comes meanwhile is not among those that the answer counts.
  view.late = view.busy;
  if (view.busy) return;
  view.busy = true;
  const sent = view.told;
  const { status, data } = await call('PUT', '/api/v1/till/display', JSON.parse(sent), 4000);
  view.busy = false;
  if (status === 200) view.screens = data.screens;
  if (view.told !== sent || view.late) view.timer = setTimeout(() => send(view), CALM_MS);
}
