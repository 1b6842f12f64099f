// Makes the buttons answer in place, and "Try all" show each result as it comes. Without this file each press is an
// ordinary form, and everything works as well.
'use strict';

const progress = document.getElementById('progress');
const all = document.getElementById('try-all');

function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// One attempt -> what came of it. While another window makes one, and where it was too many, it asks again in a moment.
async function attempt(button) {
  const body = new URLSearchParams(new FormData(button.form));
  body.set('drill', button.value);
  for (;;) {
    const answer = await fetch(button.form.action, {method: 'POST', body, headers: {Accept: 'application/json'}});
    if (answer.ok) return answer.json();
    if (answer.status !== 409 && answer.status !== 429) throw new Error(`the server answered ${answer.status}`);
    await wait(1000 * Number(answer.headers.get('Retry-After') ?? 0.3));
  }
}

function show(button, result) {
  const place = button.closest('.attempt').querySelector('.here .result');
  place.className = `result ${result.style}`;
  place.querySelector('strong').textContent = result.verdict;
  place.querySelector('span').textContent = result.detail;
}

async function press(button) {
  button.disabled = true;
  try {
    const result = await attempt(button);
    show(button, result);
    return result;
  } finally {
    button.disabled = false;
  }
}

for (const form of document.querySelectorAll('form.attempts')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const result = await press(event.submitter);
      progress.textContent = `${result.drill}: ${result.verdict}`;
      event.submitter.focus();
    } catch (problem) {
      progress.textContent = `It could not be tried: ${problem.message}`;
    }
  });
}

document.querySelector('form.try-all').addEventListener('submit', async (event) => {
  event.preventDefault();
  all.disabled = true;
  const buttons = [...document.querySelectorAll('button.try')];
  let through = 0;
  try {
    for (const [at, button] of buttons.entries()) {
      progress.textContent = `Trying ${at + 1} of ${buttons.length}`;
      const result = await press(button);
      if (result.outcome === 'succeeded' && result.kind === 'attack') ++through;
    }
    progress.textContent = `${buttons.length} tried, ${through} got through`;
  } catch (problem) {
    progress.textContent = `It stopped: ${problem.message}`;
  }
  all.disabled = false;
});
