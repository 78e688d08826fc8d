// The worker that decodes: zxing-wasm, from this server alone. The server gives this file, and no
// other, leave to compile WebAssembly (web/http/assets.rs).

import { prepareZXingModule, readBarcodes } from './vendor/zxing/reader/index.js';

const locateFile = (name) => new URL(`./vendor/zxing/${name}`, import.meta.url).href;
prepareZXingModule({ overrides: { locateFile } });

// Goods carry QR codes of their makers beside the barcode, so each is looked for where it is meant.
const GOODS = ['EAN13', 'EAN8', 'UPCA', 'Code128'];
const FORMATS = { goods: GOODS, receipt: ['QRCode'], address: ['QRCode'] };
const OPTIONS = {
  tryHarder: true,
  tryRotate: true,
  tryInvert: false,
  maxNumberOfSymbols: 1,
};

onmessage = async ({ data: { n, image, kind } }) => {
  try {
    const found = await readBarcodes(image, { ...OPTIONS, formats: FORMATS[kind] });
    postMessage({ n, text: found.find((one) => one.isValid)?.text ?? null });
  } catch (error) {
    postMessage({ n, error: String(error) });
  }
};
