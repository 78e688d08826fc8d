// The page that leads to HTTPS: tests whether this device trusts the laptop's certificate, and
// only then opens the HTTPS address.

import { call } from './net/api.js';
import { way } from './net/address_move.js';
import * as store from './net/store.js';
import { say } from './lib/words.js';

const { https } = document.getElementById('test').dataset;
const said = document.getElementById('said');
const open = document.getElementById('open');

function tell(kind, words) {
  said.hidden = false;
  said.className = `notice ${kind}`;
  said.textContent = words;
}

/** Whether a page of this device can speak to the HTTPS port; its certificate must be trusted. */
async function trusted() {
  const signal = AbortSignal.timeout(6000);
  try {
    await fetch(`${https}/healthz`, { mode: 'no-cors', cache: 'no-store', signal });
    return true;
  } catch {
    return false;
  }
}

async function test() {
  tell('', say('Đang thử…', 'Testing…'));
  const good = await trusted();
  open.hidden = !good;
  // One filled button: the next step is to open.
  document.getElementById('get').classList.toggle('main', !good);
  if (good) tell('good', say('Được rồi: máy này tin máy chủ.', 'Good: this device trusts it.'));
  else {
    tell(
      'gold',
      say(
        'Chưa được. Cài chứng chỉ theo bước 2, kiểm tra Wi-Fi, rồi thử lại.',
        'Not yet. Install the certificate as in step 2, check the Wi-Fi, and test again.',
      ),
    );
  }
}

async function go() {
  const { url, error } = await way(https, { store, call });
  if (error) tell('stop', error);
  else location.assign(url);
}

document.getElementById('try').addEventListener('click', test);
open.addEventListener('click', go);
