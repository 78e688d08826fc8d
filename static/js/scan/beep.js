// A short beep and a buzz: a seller who scans looks at the goods, not at the screen.

import { felt } from '../lib/haptics.js';

let audio = null;

/** One high tone when something was found, two low ones when not. */
export function signal(found) {
  felt(found ? 'tap' : 'refused');
  try {
    audio ??= new AudioContext();
    // A page that was never touched may not sound; then the tone is left out, not kept for later.
    if (audio.state === 'suspended') audio.resume();
    for (const start of found ? [0] : [0, 0.16]) tone(found ? 1760 : 330, start);
  } catch {
    audio = null;
  }
}

function tone(hertz, start) {
  const [source, volume] = [audio.createOscillator(), audio.createGain()];
  source.frequency.value = hertz;
  volume.gain.value = 0.12;
  source.connect(volume).connect(audio.destination);
  source.start(audio.currentTime + start);
  source.stop(audio.currentTime + start + 0.09);
}
