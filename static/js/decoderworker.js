// The worker that decodes: zxing-wasm, from this server alone. The server gives this file, and no
// other, leave to compile WebAssembly (web/assets.rs).

import { prepareZXingModule, readBarcodes } from './vendor/zxing/reader/index.js';

const locateFile = (name) => new URL(`./vendor/zxing/${name}`, import.meta.url).href;
prepareZXingModule({ overrides: { locateFile } });

const OPTIONS = {
  formats: ['EAN13', 'EAN8', 'UPCA', 'Code128'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: false,
  maxNumberOfSymbols: 1,
};

onmessage = async ({ data: { n, image } }) => {
  try {
    const found = await readBarcodes(image, OPTIONS);
    postMessage({ n, text: found.find((one) => one.isValid)?.text ?? null });
  } catch (error) {
    postMessage({ n, error: String(error) });
  }
};
