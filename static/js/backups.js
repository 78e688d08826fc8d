// The page about copies while one is made or checked: how far it is, and the page anew at its end.

import { call } from './net/api.js';

const bar = document.querySelector('#working progress');

async function ask() {
  const { status, data } = await call('GET', '/api/v1/backups');
  if (status === 200 && !data.busy) {
    location.assign('/backups');
    return;
  }
  if (data?.percent !== undefined && data?.percent !== null) bar.value = data.percent;
  setTimeout(ask, 1000);
}

setTimeout(ask, 500);
