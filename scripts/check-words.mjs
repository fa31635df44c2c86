// Reports forbidden words in all text files and their names. Part of `npm run lint`. CONTRIBUTING.md has the glossary.
// `node scripts/check-words.mjs --count` prints the number of occurrences of each word.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { parseSync, Visitor } from 'oxc-parser'
import { root } from './toolchain.mjs'

/**
 * The forbidden words with their replacements. Names are split into words: `whoUses` is matched as `who Uses`. A space
 * also matches a line break with comment markers, and `…` up to three words.
 */
const words = {
  '[a-z]*(?:somebody|someone)[a-z]*': 'the user, the caller, a member …',
  '[a-z]*nobody[a-z]*': 'no user, no process …',
  '[a-z]*(?:whoever|whomever)[a-z]*': 'the user who, the caller …',
  'he|him|his|himself': 'they',
  'mend|mends|mended|mending': 'fix',
  learnt: 'found out; inconclusive',
  'trail|trails': 'audit log',
  '[a-z]*vendor[a-z]*': 'provider',
  '[a-z]*recheck[a-z]*': 'scheduled verification',
  '(?:hand|hands|handed|handing)… over|handover': 'credential request; pass; provide',
  'dry request|dry requests': 'verification request',
  '(?:take|takes|taken|took|taking)… back|keys? back': 'revoke',
  'slept over|in peace': 'expired; back off',
  'in hand': 'stored; current',
  'lacks|bereft': 'missing scopes; was deleted',
  "don[’']t fit together": 'wrong',
}

/**
 * Names that other programs or stored data depend on. `name` is removed from the names of files and the text of those
 * whose path matches. In scripts, it is removed only from identifiers, strings (with their quotes), regular expressions
 * and the parts of templates, not from comments and screen texts. At most ten entries.
 */
const allowed = [
  // The column and the type of the setting for scheduled verifications, and the table of the schedule.
  {
    path: /^(?:apps|packages\/shared)\//,
    name: /^(?:recheck|Recheck|setRecheck|SetRecheck|RecheckRow|RecheckPauseRow|'(?:w\.)?recheck(?: as q)?')$/,
  },
  // Their procedure, audit action and migration, and the table of paused hosts.
  {
    path: /^(?:apps|packages\/shared)\//,
    name: /\bworkspaces\\?\.setRecheck\b|\bworkspace\.recheck_changed\b|\b0009_recheck\b|\brecheck_pause\b/,
  },
  { path: /\/migrations\/0009_recheck\.ts$/, name: /\brecheck(?:_[a-z]+)?/ },
  // A package that checks regular expressions.
  {
    path: /^(?:package\.json|pnpm-workspace\.yaml|scripts\/check-patterns\.mjs)$/,
    name: /\brecheck(?=['":])/,
  },
  // The label for the derivation of the audit log's key.
  { path: /\/keyring\/keyring\.ts$/, name: /^'stepkey audit trail'$/ },
  // A member of the JSON output of `stepkey audit verify` and `stepkey check`.
  { path: /\/edge\/cli\//, name: /^'?trails'?$/ },
  // A member of ImapFlow's options.
  { path: /\/drivers\/imap\.ts$/, name: /^vendor$/ },
  // The path of links that were already sent.
  { path: /^apps\//, name: /^'\/hand-over'$|\/hand-over#request=|\/routes\/hand-over\.tsx$/ },
]
if (allowed.length > 10) fail('The list of allowed names has more than ten entries.')

/** Generated files, also the database dumps of the fixtures; texts from elsewhere; and this file. */
const ignored =
  /^pnpm-lock\.yaml$|\.gen\.ts$|^apps\/server\/testing\/fixtures\/\d|^LICENSE$|^scripts\/check-words\.mjs$/

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file && !ignored.test(file))

const patterns = Object.entries(words).map(([word, instead]) => {
  const spaced = word.replaceAll('…', "(?: [a-z’']+){0,3}").replaceAll(' ', '[\\s/*#>+\'"`-]+')
  return { word, instead, pattern: new RegExp(`(?<!\\p{L})(?:${spaced})(?!\\p{L})`, 'giu') }
})
const counts = new Map()
const problems = []
for (const file of files) {
  const text = read(file)
  if (text === undefined) continue
  for (const { found, instead } of find(removeAllowed(file, file))) {
    problems.push(`${file}: “${found}”. Write: ${instead}.`)
  }
  // Parsing is slow, so only files with a forbidden word are parsed.
  if (find(text).length === 0) continue
  for (const { word, found, line, instead } of find(withoutAllowed(file, text))) {
    counts.set(word, (counts.get(word) ?? 0) + 1)
    problems.push(`${file}:${line}: “${found}”. Write: ${instead}.`)
  }
}

if (process.argv.includes('--count')) {
  for (const [word, count] of [...counts].sort(([, a], [, b]) => b - a)) console.log(`${count}\t${word}`)
} else if (problems.length) {
  fail(problems.join('\n'))
}

/** Returns the forbidden words in a text: `{ word, found, line, instead }`. */
function find(text) {
  const checked = splitNames(text)
  return patterns.flatMap(({ word, instead, pattern }) =>
    Array.from(checked.matchAll(pattern), ({ 0: found, index }) => ({
      word,
      found: found.replace(/\s+/g, ' '),
      line: checked.slice(0, index).split('\n').length,
      instead,
    })),
  )
}

/** Splits names into words: `whoUsesIt_now` becomes `who Uses It now`. */
function splitNames(text) {
  return text.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ')
}

/** Returns a text without its allowed names, with the same lines. */
function withoutAllowed(file, text) {
  if (!/\.(?:tsx?|m?js)$/.test(file)) return removeAllowed(file, text)
  const nodes = []
  const add = ({ start, end, name }) => nodes.push({ start, end: name ? start + name.length : end })
  new Visitor({ Identifier: add, Literal: add, TemplateElement: add }).visit(parseSync(file, text).program)
  let result = ''
  let done = 0
  for (const { start, end } of nodes.sort((a, b) => a.start - b.start)) {
    if (start < done) continue
    result += text.slice(done, start) + removeAllowed(file, text.slice(start, end))
    done = end
  }
  return result + text.slice(done)
}

function removeAllowed(file, text) {
  return allowed
    .filter(({ path }) => path.test(file))
    .reduce((rest, { name }) => rest.replaceAll(new RegExp(name, 'g'), ''), text)
}

/** Returns the text of a file; '' for binary files. */
function read(file) {
  try {
    const text = readFileSync(`${root}/${file}`, 'utf8')
    return text.includes('\0') ? '' : text
  } catch {
    // Deleted, and not yet committed.
  }
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
