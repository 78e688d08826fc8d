// Printing a receipt from this device: the browser's own printing, sharing its picture, a printing
// app, a printer at the USB port. What this device cannot do is not shown. The book hears nothing.

// The class of printers among USB devices.
const PRINTERS = 7;
// A large transfer stalls small printers.
const PART = 4096;

const { bytes: path, number } = document.body.dataset;
const failed = document.querySelector('[data-failed]');
const picture = document.querySelector('.paper');

const ways = {
  print: { can: () => true, act: () => window.print() },
  share: { can: () => Boolean(navigator.canShare?.({ files: [file(new Blob())] })), act: share },
  rawbt: { can: () => /Android/.test(navigator.userAgent), act: rawbt },
  usb: { can: () => Boolean(navigator.usb), act: usb },
};

for (const [name, way] of Object.entries(ways)) {
  const button = document.querySelector(`[data-way="${name}"]`);
  button.hidden = !way.can();
  const hint = document.querySelector(`[data-hint="${name}"]`);
  if (hint) hint.hidden = button.hidden;
  button.addEventListener('click', () => act(button, way.act));
}

/** One press is one paper. */
async function act(button, work) {
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  failed.textContent = '';
  try {
    await work();
  } catch (error) {
    // Who closes the choice of devices or apps has chosen so.
    if (!['AbortError', 'NotFoundError'].includes(error.name)) {
      failed.textContent = failed.dataset.failed;
    }
  } finally {
    button.setAttribute('aria-disabled', 'false');
  }
}

function file(blob) {
  return new File([blob], `${number}.png`, { type: 'image/png' });
}

async function share() {
  const answer = await fetch(picture.src);
  await navigator.share({ files: [file(await answer.blob())], title: number });
}

async function commands() {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** The app takes the printer's commands from its address. */
async function rawbt() {
  const bytes = await commands();
  const parts = [];
  for (let at = 0; at < bytes.length; at += PART) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + PART)));
  }
  location.href = `rawbt:base64,${btoa(parts.join(''))}`;
}

/** The first way out of a printer: configuration, interface, endpoint. */
function wayOut(device) {
  for (const one of device.configurations) {
    for (const { interfaceNumber, alternates } of one.interfaces) {
      const printer = alternates.find(({ interfaceClass }) => interfaceClass === PRINTERS);
      const out = printer?.endpoints.find(({ direction }) => direction === 'out');
      if (out) return { one, interfaceNumber, endpoint: out.endpointNumber };
    }
  }
  throw new Error('no printer');
}

async function usb() {
  // Asked for first: the browser lets a press choose a device for a moment only.
  const device = await navigator.usb.requestDevice({ filters: [{ classCode: PRINTERS }] });
  const bytes = await commands();
  await device.open();
  try {
    const { one, interfaceNumber, endpoint } = wayOut(device);
    await device.selectConfiguration(one.configurationValue);
    await device.claimInterface(interfaceNumber);
    for (let at = 0; at < bytes.length; at += PART) {
      await device.transferOut(endpoint, bytes.subarray(at, at + PART));
    }
  } finally {
    await device.close();
  }
}
