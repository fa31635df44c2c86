/**
 * Splits a shell command into words, by the quoting rules of POSIX (XCU section 2.2) and `$'…'` of Bash. Of the packages on
 * npm that split words, shell-quote expands variables and globs, and string-argv knows neither `$'…'` nor line continuations.
 */
export interface ShellWords {
  words: string[]
  /** What ended the command, such as `|`. The rest is not read. */
  end?: string
  /** Set if a quotation mark is not closed. */
  isUnclosed?: true
}

/** The number of words that are read. */
const WORDS_LIMIT = 1000

/** Returns the words of the first command of a text. Variables such as `$NAME` become `{{NAME}}`. Takes linear time. */
export function splitShellWords(text: string): ShellWords {
  const words: string[] = []
  let word: string | undefined
  let at = 0
  const add = (part: string) => {
    word = (word ?? '') + part
  }
  const finish = () => {
    if (word !== undefined) words.push(word)
    word = undefined
  }
  while (at < text.length && words.length < WORDS_LIMIT) {
    const character = text.charAt(at)
    const next = text.charAt(at + 1)
    if (character === '\\') {
      const isContinuation = next === '\n' || (next === '\r' && text.charAt(at + 2) === '\n')
      if (!isContinuation) add(next)
      at += isContinuation && next === '\r' ? 3 : 2
    } else if (character === "'" || (character === '$' && next === "'")) {
      const isAnsi = character === '$'
      const quoted = isAnsi ? ansiQuoted(text, at + 2) : plainQuoted(text, at + 1)
      add(quoted.text)
      if (quoted.end < 0) return { words: finished(words, word), isUnclosed: true }
      at = quoted.end
    } else if (character === '"') {
      const quoted = doubleQuoted(text, at + 1)
      add(quoted.text)
      if (quoted.end < 0) return { words: finished(words, word), isUnclosed: true }
      at = quoted.end
    } else if (character === '$' || character === '`') {
      const variable = variableAt(text, at)
      add(variable.text)
      at = variable.end
    } else if (character === '\n' || /[|;&<>]/.test(character)) {
      finish()
      // A line break ends the command, unless nothing was read yet.
      if (words.length > 0) return { words, end: character }
      at++
    } else if (/\s/.test(character)) {
      finish()
      at++
    } else if (character === '#' && word === undefined) {
      const end = text.indexOf('\n', at)
      at = end < 0 ? text.length : end
    } else {
      add(character)
      at++
    }
  }
  return { words: finished(words, word) }
}

const finished = (words: string[], word: string | undefined) =>
  word === undefined ? words : [...words, word]

/** A quoted part, and where it ends, or -1. */
interface Quoted {
  text: string
  end: number
}

function plainQuoted(text: string, start: number): Quoted {
  const end = text.indexOf("'", start)
  return end < 0 ? { text: text.slice(start), end } : { text: text.slice(start, end), end: end + 1 }
}

function doubleQuoted(text: string, start: number): Quoted {
  const parts: string[] = []
  let at = start
  while (at < text.length) {
    const character = text.charAt(at)
    if (character === '"') return { text: parts.join(''), end: at + 1 }
    if (character === '\\') {
      const next = text.charAt(at + 1)
      if (next !== '\n') parts.push(/["\\$`]/.test(next) ? next : character + next)
      at += 2
    } else if (character === '$' || character === '`') {
      const variable = variableAt(text, at)
      parts.push(variable.text)
      at = variable.end
    } else {
      parts.push(character)
      at++
    }
  }
  return { text: parts.join(''), end: -1 }
}

const ANSI_ESCAPES: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  e: '\x1b',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
}

/** Reads `$'…'`, with escapes such as `\n`, `\x41` and `\u0041`. */
function ansiQuoted(text: string, start: number): Quoted {
  const parts: string[] = []
  let at = start
  while (at < text.length) {
    const character = text.charAt(at)
    if (character === "'") return { text: parts.join(''), end: at + 1 }
    if (character !== '\\') {
      parts.push(character)
      at++
      continue
    }
    const [code] = /^(?:x[0-9a-f]{1,2}|u[0-9a-f]{1,4}|[0-7]{1,3})/i.exec(text.slice(at + 1, at + 6)) ?? []
    const next = text.charAt(at + 1)
    parts.push(code === undefined ? (ANSI_ESCAPES[next] ?? next) : charOf(code))
    at += 1 + (code ?? next).length
    if (next === '') break
  }
  return { text: parts.join(''), end: -1 }
}

const charOf = (code: string): string =>
  String.fromCharCode(/^[xu]/i.test(code) ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8))

/** Reads `$NAME`, `${NAME…}`, `$(…)` or a command in backquotes as a variable. A lone `$` is text. */
function variableAt(text: string, at: number): Quoted {
  const start = text.slice(at, at + 300)
  const named = /^\$\{?([A-Za-z_]\w{0,99})/.exec(start)
  if (named) {
    const [whole, name] = named
    const close = whole.includes('{') ? start.indexOf('}') : whole.length - 1
    return { text: `{{${name}}}`, end: at + (close < 0 ? whole.length : close + 1) }
  }
  const command = /^(?:\$\([^()]{0,250}\)|`[^`]{0,250}`)/.exec(start)
  return command ? { text: '{{value}}', end: at + command[0].length } : { text: start.charAt(0), end: at + 1 }
}
