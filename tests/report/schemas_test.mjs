// Reports held to what their readers expect: the JSON to its own schema (docs/schema), SARIF to the schema of OASIS, JUnit
// to the rules that CI systems share. Both the made-up report that the unit tests keep in golden/, which has every standing
// once, and real ones of the program that was built.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {after, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import Ajv04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';

const here = dirname(fileURLToPath(import.meta.url));
const taut = resolve(process.env.TAUT_BIN ?? join(here, '../../build/release/taut'));
const folder = mkdtempSync(join(tmpdir(), 'taut-report-'));
after(() => rmSync(folder, {recursive: true}));

const parsed = (path) => JSON.parse(readFileSync(path, 'utf8'));
const golden = (name) => readFileSync(join(here, 'golden', name), 'utf8');

function validator(Kind, schema) {
  // The schema of OASIS has a pattern that is one only without the u flag of JavaScript, and keywords that ajv warns of.
  const ours = Kind === Ajv2020;
  const ajv = new Kind({allErrors: true, strict: ours, unicodeRegExp: ours, allowUnionTypes: true});
  addFormats(ajv);
  const validate = ajv.compile(schema);
  return (document) => validate(document) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.message}`);
}
const report_errors = validator(Ajv2020, parsed(join(here, '../../docs/schema/probe.schema.json')));
const ablate_errors = validator(Ajv2020, parsed(join(here, '../../docs/schema/ablate.schema.json')));
// The package is taken for the schema that it holds.
const sarif_package = dirname(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json'));
const sarif_errors = validator(Ajv04, parsed(join(sarif_package, 'lib/schemas/sarif-2.1.0-rtm.5.json')));

/// Runs it in an empty folder; where it runs decides whether anything gets through.
function run(...words) {
  const done = spawnSync(taut, words, {cwd: folder, encoding: 'utf8', maxBuffer: 64 << 20});
  return {code: done.status, out: done.stdout, err: done.stderr};
}
function real(...words) {
  const done = run('probe', '--host', ...words);
  assert.ok([0, 1].includes(done.code), `exit ${done.code}: ${done.err}`);
  return done.out;
}

test('the made-up report has every outcome and standing once', () => {
  const report = JSON.parse(golden('report.json'));
  assert.deepEqual(report_errors(report), []);
  for (const [standing, number] of Object.entries(report.tally)) assert.ok(number > 0, standing);
  assert.ok(report.as_root && report.comparison && report.stale_residue.length);
});

test('a real report is valid, and so is one that is compared with it', () => {
  const text = real('--format', 'json');
  assert.deepEqual(report_errors(JSON.parse(text)), []);
  writeFileSync(join(folder, 'old.json'), text);
  const compared = JSON.parse(real('--format', 'json', '--compare', 'old.json'));
  assert.deepEqual(report_errors(compared), []);
  assert.deepEqual(compared.comparison.opened, []);
});

test('the schema refuses what is not in it', () => {
  const report = JSON.parse(golden('report.json'));
  const changes = [(r) => delete r.time, (r) => r.drills[0].outcome = 'fine', (r) => r.drills[0].more = 1, (r) => r.more = 1,
    (r) => r.as_root.more = 1, (r) => r.drills[0].layer = 'magic', (r) => r.time = 'yesterday'];
  for (const change of changes) {
    const broken = structuredClone(report);
    change(broken);
    assert.notDeepEqual(report_errors(broken), [], change.toString());
  }
});

test('SARIF is valid, made up and real', () => {
  assert.deepEqual(sarif_errors(JSON.parse(golden('report.sarif'))), []);
  assert.deepEqual(sarif_errors(JSON.parse(real('--format', 'sarif'))), []);
  assert.notDeepEqual(sarif_errors({version: '2.1.0', runs: [{results: []}]}), []);
});

test('every SARIF result has its rule, a place, and a fingerprint of its own', () => {
  for (const log of [JSON.parse(golden('report.sarif')), JSON.parse(real('--format', 'sarif'))]) {
    assert.equal(new Set(log.runs.map((run) => run.automationDetails.id)).size, log.runs.length);
    for (const run of log.runs) {
      const rules = run.tool.driver.rules;
      assert.equal(new Set(rules.map((rule) => rule.id)).size, rules.length);
      const prints = run.results.map((result) => result.partialFingerprints['tautDrill/v1']);
      assert.equal(new Set(prints).size, prints.length);
      for (const result of run.results) {
        assert.equal(rules[result.ruleIndex].id, result.ruleId);
        assert.equal(result.level, rules[result.ruleIndex].defaultConfiguration.level);
        assert.ok(result.locations[0].physicalLocation || result.locations[0].logicalLocations);
      }
    }
  }
});

test('the place of a service is a relative URI with line and column', () => {
  const [run] = JSON.parse(golden('report.sarif')).runs;
  assert.deepEqual(run.results[0].locations[0].physicalLocation,
    {artifactLocation: {uri: 'deploy/my%20compose.yaml', uriBaseId: '%SRCROOT%'}, region: {startLine: 7, startColumn: 3}});
});

test('what is accepted is suppressed, and what is broken fails the invocation', () => {
  const [run] = JSON.parse(golden('report.sarif')).runs;
  const suppressed = run.results.filter((result) => result.suppressions).map((result) => result.ruleId);
  assert.deepEqual(suppressed, ['known']);
  assert.equal(run.invocations[0].executionSuccessful, false);
  assert.ok(run.invocations[0].toolExecutionNotifications.some((entry) => entry.level === 'error' && entry.message.text.startsWith('broken:')));
});

/// Enough of an XML reader for a check: elements, attributes, text; anything that is not well-formed throws.
function xml(text) {
  const root = {name: '', children: [], text: ''}, open = [root];
  const token = /<\?[^]*?\?>|<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*)\s*(\/?)>|([^<&]+|&(?:amp|lt|gt|quot);)/y;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex, found = token.exec(text);
    assert.ok(found, `not well-formed at ${at}: ${text.slice(at, at + 60)}`);
    const [, closing, name, attributes, empty, words] = found;
    const top = open.at(-1);
    if (words) {
      assert.ok(!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(words));
      top.text += words;
    } else if (closing) {
      assert.equal(open.pop().name, name);
    } else if (name) {
      const element = {name, children: [], text: ''};
      for (const [, key, value] of attributes.matchAll(/([\w-]+)="([^"]*)"/g)) element[`@${key}`] = value;
      top.children.push(element);
      if (!empty) open.push(element);
    }
  }
  assert.equal(open.length, 1);
  return root.children[0];
}

test('JUnit is well-formed, and its sums are right', () => {
  for (const text of [golden('report.xml'), real('--format', 'junit')]) {
    const suites = xml(text);
    assert.equal(suites.name, 'testsuites');
    const whole = {tests: 0, failures: 0, errors: 0, skipped: 0};
    for (const suite of suites.children) {
      assert.equal(suite.name, 'testsuite');
      const kinds = suite.children.map((one) => one.children[0]?.name ?? 'passed');
      const seen = {tests: kinds.length, failures: kinds.filter((kind) => kind === 'failure').length,
        errors: kinds.filter((kind) => kind === 'error').length, skipped: kinds.filter((kind) => kind === 'skipped').length};
      for (const [key, value] of Object.entries(seen)) {
        assert.equal(Number(suite[`@${key}`]), value, `${suite['@name']} ${key}`);
        whole[key] += value;
      }
      for (const one of suite.children) {
        assert.ok(one['@name'] && one['@classname'] && one['@time']);
        for (const inside of one.children) assert.ok(inside['@message'] !== undefined);
      }
      assert.equal(new Set(suite.children.map((one) => one['@classname'] + one['@name'])).size, suite.children.length);
    }
    for (const [key, value] of Object.entries(whole)) assert.equal(Number(suites[`@${key}`]), value, key);
  }
});

test('--output writes the same report into a file, and nothing to standard output', () => {
  assert.equal(real('--format', 'sarif', '--output', 'report.sarif'), '');
  assert.deepEqual(sarif_errors(parsed(join(folder, 'report.sarif'))), []);
  assert.equal(run('probe', '--host', '--output', 'no/such/folder').code, 3);
});

test('the records of the drills are complete, and refer to controls that there are', () => {
  const {drills, controls} = JSON.parse(run('probe', '--list', '--format', 'json').out);
  const ids = new Set(controls.map((control) => control.id));
  assert.ok(drills.length > 0);
  for (const drill of drills) {
    for (const control of drill.stopped_by.flat()) assert.ok(ids.has(control), `${drill.id}: ${control}`);
    for (const key of ['title', 'goal', 'reference', 'not_shown']) assert.ok(drill[key], `${drill.id}: ${key}`);
    assert.ok(drill.witness || drill.needs, `${drill.id}: neither a witness, nor what is missing for one`);
    assert.ok(!/[.]$/.test(drill.title) && !/[.]$/.test(drill.goal), `${drill.id}: no full stop at the end`);
  }
});

const first_drill = () => JSON.parse(run('probe', '--list', '--format', 'json').out).drills[0].id;

test('mistakes on the command line are exit code 2, with the nearest word', () => {
  const id = first_drill();
  const misspelt = run('probe', '--only', `${id}x`);
  assert.equal(misspelt.code, 2);
  assert.match(misspelt.err, new RegExp(`did you mean ${id}\\?`));
  assert.equal(run('probe', '--explain', `${id}x`).code, 2);
  for (const words of [['--tag', 'NO-TAG'], ['--fail-on', 'all'], ['--format', 'html'], ['--list', '--format', 'sarif'], ['word'],
    ['--as', 'root'], ['--host', '--image', 'x'], ['--compose', 'x.yaml'], ['--compare', 'old.txt']]) {
    writeFileSync(join(folder, 'old.txt'), 'no report');
    const done = run('probe', ...words);
    assert.equal(done.code, 2, `${words.join(' ')}: ${done.err}`);
    assert.ok(done.err.startsWith('taut probe: ') && done.out === '', done.err + done.out);
  }
});

test('what cannot be run is exit code 3', () => {
  assert.equal(run('probe', '--container', 'x', '--engine', '/no/such.sock').code, 3);
  assert.equal(run('probe', '--host', '--compare', 'no/such/file').code, 3);
  assert.equal(run('probe', '--host', '--residue', 'no/such/file').code, 3);
  assert.equal(run('probe', '--host', '--require-certified').code, 3);  // in place, layers cannot be told apart
});

test('the written residue decides', () => {
  const through = JSON.parse(real('--format', 'json')).drills.filter((drill) => drill.counts).map((drill) => drill.id);
  const entries = (ids, day) => `accepted:\n${ids.map((id) => `  - {drill: ${id}, reason: a test, expires: ${day}}\n`).join('')}`;
  const path = join(folder, 'other.yaml');
  writeFileSync(path, entries(through, '2999-01-01'));
  assert.equal(run('probe', '--host', '--residue', path).code, 0);
  writeFileSync(path, entries(['no_such_drill'], '2999-01-01'));
  const unknown = run('probe', '--host', '--residue', path);
  assert.equal(unknown.code, 2);
  assert.match(unknown.err, /other\.yaml:2:13: no drill 'no_such_drill'/);
  writeFileSync(path, entries(through, '2000-01-01'));
  const lapsed = run('probe', '--host', '--residue', path, '--format', 'json');
  assert.equal(lapsed.code, through.length ? 1 : 0);
  for (const drill of JSON.parse(lapsed.out).drills.filter((one) => one.counts)) assert.equal(drill.residue.expired, true);
});

test('--fail-on none is never 1', () => {
  assert.equal(run('probe', '--host', '--fail-on', 'none').code, 0);
});

const kept_folder = join(here, '../../docs/ablation');
const kept = (kind) => readdirSync(kept_folder).filter((name) => name.endsWith(kind)).map((name) => join(kept_folder, name));

test('reports of ablations are valid: made up, and the measured ones that are kept', () => {
  assert.deepEqual(ablate_errors(JSON.parse(golden('ablate.json'))), []);
  assert.ok(kept('.json').length > 0);
  for (const path of kept('.json')) assert.deepEqual(ablate_errors(parsed(path)), [], path);
});

test('the schema of ablations refuses what is not in it', () => {
  const changes = [(r) => delete r.kernel, (r) => r.more = 1, (r) => r.cells[0].cell = '.', (r) => r.drills[0].depth = -1,
    (r) => r.drills[0].more = 1, (r) => r.controls[0].more = 1, (r) => r.drills[0].smallest_sets[0].grant = 'root'];
  for (const change of changes) {
    const broken = structuredClone(JSON.parse(golden('ablate.json')));
    change(broken);
    assert.notDeepEqual(ablate_errors(broken), [], change.toString());
  }
});

test('every cell and every proof is of a control and a drill that the report has', () => {
  for (const report of [JSON.parse(golden('ablate.json')), ...kept('.json').map(parsed)]) {
    const drills = new Set(report.drills.map((drill) => drill.id)), controls = new Set(report.controls.map((control) => control.id));
    for (const {drill, control} of report.cells) assert.ok(drills.has(drill) && controls.has(control), `${drill} ${control}`);
    for (const control of report.controls) for (const {drill} of control.proof) assert.ok(drills.has(drill), drill);
  }
});

test('the page is one file without script and network, and its style is the one that its policy allows', () => {
  for (const page of [golden('ablate.html'), ...kept('.html').map((path) => readFileSync(path, 'utf8'))]) {
    const [, policy] = page.match(/<meta http-equiv="Content-Security-Policy" content="([^"]*)">/);
    const [, style, ...more] = page.match(/<style>([^]*?)<\/style>/);
    const hash = createHash('sha256').update(style).digest('base64');
    assert.equal(policy, `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
    assert.deepEqual(more, []);
    assert.ok(!/<(script|link|img|iframe|object|form)\b|\son\w+=|\sstyle=|\ssrc=|url\(|@import|javascript:/i.test(page));
    // Links lead to places of the page itself, and there is something at each.
    const ids = new Set([...page.matchAll(/\sid="([^"]+)"/g)].map((found) => found[1]));
    for (const [, target] of page.matchAll(/\shref="([^"]*)"/g)) assert.ok(target.startsWith('#') && ids.has(target.slice(1)), target);
  }
});
