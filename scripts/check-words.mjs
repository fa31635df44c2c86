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

/**
 * Names that other programs or stored data depend on. They are ignored in code, but not in comments. `path` is a file or
 * the beginning of its path. At most ten.
 */
const allowed = [
  // The column, the tables, the procedure and the audit action of scheduled verifications, and their types.
  { path: 'apps/', name: /(?<![a-z])(?:set)?recheck(?:_?[a-z]+)?(?![a-z])/i },
  { path: 'packages/shared/src/', name: /(?<![a-z])(?:set)?recheck(?:_?[a-z]+)?(?![a-z])/i },
  // The label for the derivation of the audit log's key.
  { path: 'apps/server/src/platform/keyring/keyring.ts', name: /'stepkey audit trail'/ },
  // A member of the JSON output of `stepkey audit verify` and `stepkey check`.
  { path: 'apps/server/src/edge/cli/', name: /\btrails\b/ },
  // A member of ImapFlow's options.
  { path: 'apps/server/src/domains/verification/drivers/imap.ts', name: /\bvendor\b/ },
  // The path of links that were already sent.
  { path: 'apps/', name: /\/hand-over\b/ },
]
if (allowed.length > 10) fail('The list of allowed names has more than ten entries.')

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(?:tsx?|mjs|js|css|html|md|ya?ml|json|service)$|^Containerfile$/.test(file))
  .filter((file) => !/^pnpm-lock\.yaml$|\.gen\.ts$|^scripts\/check-words\.mjs$/.test(file))

const isCounting = process.argv.includes('--count')
const counts = new Map()
const problems = []
for (const file of files) {
  const text = read(file)
  text?.split('\n').forEach((line, index) => {
    const checked = splitNames(withoutAllowed(file, line))
    for (const [pattern, instead] of Object.entries(words)) {
      for (const [found] of checked.matchAll(new RegExp(`(?<![\\w-])(?:${pattern})(?![\\w-])`, 'gi'))) {
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

/** Splits names into words: `whoUsesIt_now` becomes `who Uses It now`. */
function splitNames(line) {
  return line.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ')
}

/** Removes the allowed names from the code of a line. */
function withoutAllowed(file, line) {
  if (/^\s*(?:\/\/|\/?\*)/.test(line)) return line
  const [code, ...comment] = line.split(/(?=\s\/\/\s)/)
  const names = allowed.filter(({ path }) => file.startsWith(path))
  return (
    names.reduce((text, { name }) => text.replaceAll(new RegExp(name, `g${name.flags}`), ''), code) +
    comment.join('')
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
