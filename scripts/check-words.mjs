// Reports forbidden words in sources, tests and documents. Part of `npm run lint`. CONTRIBUTING.md has the glossary.
// `node scripts/check-words.mjs --count` prints the number of occurrences of each word.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { root } from './toolchain.mjs'

/**
 * The forbidden words with their replacements. Identifiers are split into words: `whoUses` is matched as `who Uses`.
 */
const words = {
  'somebody|someone': 'the user, the caller, a member …',
  nobody: 'no user, no process …',
  'whoever|whomever': 'the user who, the caller …',
  'he|him|his|himself': 'they',
  'mend|mends|mended|mending': 'fix',
  learnt: 'found out; inconclusive',
  'trail|trails': 'audit log',
  'vendor|vendors': 'provider',
  'recheck|rechecks|rechecked': 'scheduled verification',
  'hand-over|handover|hands? over|handed over|handing over': 'credential request; pass; provide',
  'dry request|dry requests': 'verification request',
  'take back|takes back|taken back|took back|taking back': 'revoke',
  'slept over|in peace': 'expired; back off',
  'in hand': 'stored; current',
  'lacks|bereft': 'missing scopes; was deleted',
  "don[’']t fit together": 'wrong',
}

/** Exceptions, for names that other programs or stored data depend on. At most ten. */
const allowed = [
  { file: 'scripts/check-words.mjs', words: /./ },
  { file: /^apps\/server\/src\/platform\/database\/migrations\//, words: /recheck|vendor/i },
  // The column, the table and the audit action of scheduled verifications, and their procedures.
  {
    file: /^(?:apps|packages)\/.*\.tsx?$/,
    words: /recheck/i,
    line: /recheck/i,
    only: /['"`.][\w.:/-]*recheck|_?recheck\w*['"`]|\brecheck\b(?=[:,})\]'. ])|setRecheck|SetRecheck|RecheckRow|\bRecheck\b/,
  },
  // A field of the JSON output of `stepkey audit verify` and `stepkey check`.
  {
    file: /^apps\/server\/src\/edge\/cli\//,
    words: /^trails$/,
    only: /'trails'|\btrails(?:[?:,]| \}|\.find)/,
  },
  // A field of ImapFlow's options.
  { file: 'apps/server/src/domains/verification/drivers/imap.ts', words: /vendor/ },
  // The path of links that were already sent.
  { file: /^(?:apps|docs)\//, words: /hand-over/, only: /\/hand-over|hand-over\.tsx/ },
]
if (allowed.length > 10) fail('The list of allowed words has more than ten entries.')

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(?:tsx?|mjs|js|css|html|md|ya?ml|json|service)$|^Containerfile$/.test(file))
  .filter((file) => !/^pnpm-lock\.yaml$|\.gen\.ts$/.test(file))

const isCounting = process.argv.includes('--count')
const counts = new Map()
const problems = []
for (const file of files) {
  const text = read(file)
  text?.split('\n').forEach((line, index) => {
    for (const [pattern, instead] of Object.entries(words)) {
      for (const [found] of split(line).matchAll(new RegExp(`(?<![\\w-])(?:${pattern})(?![\\w-])`, 'gi'))) {
        if (isAllowed(file, line, found)) continue
        counts.set(pattern, (counts.get(pattern) ?? 0) + 1)
        problems.push(`${file}:${index + 1}: “${found}”. Write: ${instead}.`)
      }
    }
  })
}

if (isCounting) {
  for (const [pattern, count] of [...counts].sort(([, a], [, b]) => b - a))
    console.log(`${count}\t${pattern}`)
} else if (problems.length) {
  fail(problems.join('\n'))
}

/** `whoUsesIt_now` → `who Uses It now`, so that words inside names are found, too. */
function split(line) {
  return line.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ')
}

function isAllowed(file, line, word) {
  return allowed.some(
    (entry) =>
      (typeof entry.file === 'string' ? entry.file === file : entry.file.test(file)) &&
      entry.words.test(word) &&
      (!entry.only || entry.only.test(line)),
  )
}

function read(file) {
  try {
    return readFileSync(`${root}/${file}`, 'utf8')
  } catch {
    // Deleted, and not yet committed.
  }
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
