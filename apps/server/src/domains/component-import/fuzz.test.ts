import { addressesOf } from '@stepkey/shared/auth/allowed-hosts'
import { templateFields } from '@stepkey/shared/auth/template'
import { fromDefinition } from '@stepkey/shared/definition'
import { ComponentDefinition } from '@stepkey/shared/definition-schema'
import { checkDefinition } from '@stepkey/shared/definitions/check-definition'
import { describeFields } from '@stepkey/shared/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { apply, change, fuzzing } from '../../../testing/odd-input.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { commands, openapi, SECRET, samples, stepkey } from './hostile-documents.fixture.ts'
import { type ImportFormat, importComponent } from './import-component.ts'

/** Imports a document. Refusals are fine; every other error is a defect. */
function check(format: ImportFormat, document: string): void {
  let result: ReturnType<typeof importComponent>
  try {
    result = importComponent(format, document, { id: 'custom:acme' })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    expect(error).toMatchObject({ code: 'invalid_input' })
    for (const { path } of error.fields ?? []) expect(path).toMatch(/^document/)
    expect(JSON.stringify([error.message, error.fields])).not.toContain('0123456789abcdef')
    return
  }
  const { definition } = result
  expect(ComponentDefinition.parse(definition)).toEqual(definition)
  expect(definition).toMatchObject({ id: 'custom:acme', version: 1 })
  expect(Object.keys(definition.methods).length).toBeGreaterThan(0)
  expect(definition.docsUrl).toMatch(/^https?:/)
  // A definition of Stepkey may contain anything that its author wrote, except defaults of secrets.
  if (format === 'stepkey') return
  expect(JSON.stringify(result)).not.toContain('0123456789abcdef')
  // It can be published as it is, once a trial has proved it.
  expect(checkDefinition(definition).problems).toEqual([])
  for (const method of Object.values(fromDefinition(definition).methods)) {
    const names = describeFields(method.fields).map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining([
        ...new Set(
          fieldsIn([method.place, method.token, method.signer, method.tls, method.verify, method.baseUrl]),
        ),
      ]),
    )
    for (const { template } of addressesOf(method)) expect(template).toMatch(/^(?:https?:\/\/|\{\{)/)
  }
}

/** Returns the fields that all templates in a value read, except the members of tokens. */
function fieldsIn(value: unknown): string[] {
  if (typeof value === 'string') return templateFields(value).filter((name) => !name.startsWith('token.'))
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(fieldsIn) : []
}

describe('hostile documents', () => {
  it.each(samples)(
    'of the format %s, with odd values, become a definition or a refusal',
    (format, sample) => {
      check(format, JSON.stringify(sample))
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.boolean(), (changes, isYaml) => {
          const changed = changes.reduce(
            (document, one) => apply(document, { ...one, at: one.at * 7 }),
            sample as unknown,
          )
          check(format, isYaml ? stringify(changed) : (JSON.stringify(changed) ?? ''))
        }),
        fuzzing,
      )
    },
  )

  it('with braces everywhere become no placeholders', () => {
    for (const [format, sample] of samples.slice(0, 4)) {
      const marked = JSON.stringify(sample, (_, value) =>
        typeof value === 'string' ? `${value}{{evil|nosuch:x}}` : value,
      )
      check(format, marked)
      check(format, marked.replaceAll('openapi":"3.1.0{{evil|nosuch:x}}', 'openapi":"3.1.0'))
    }
  })

  it.each(commands)('become a definition or a refusal, when parts of a command change: %s', (command) => {
    check('curl', command)
    const part = fc.oneof(
      fc.constantFrom(
        "'",
        '"',
        '\\',
        '$',
        '`',
        '{{',
        '}}',
        '|',
        '\n',
        '\0',
        '$(',
        "$'",
        '-',
        '--',
        '@',
        ':',
        '//',
        '?',
        '#',
        '%',
        '\ud800',
        ' ',
      ),
      fc.string({ unit: 'binary', maxLength: 10 }),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(400), fc.nat(20), part), { maxLength: 5 }), (edits) => {
        // The edits leave the key as a whole, or remove it as a whole.
        const text = edits.reduce((all, [at, length, insert]) => {
          const words = all.split(SECRET)
          const index = at % words.length
          const word = words[index] ?? ''
          words[index] =
            word.slice(0, at % (word.length + 1)) + insert + word.slice((at % (word.length + 1)) + length)
          return words.join(SECRET)
        }, command)
        const hasKeyInName = /[:=/"'\s]sk_live/.test(text)
        if (hasKeyInName) check('curl', text)
      }),
      fuzzing,
    )
  })

  it('keep prototypes as they are', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const scheme = `{"type":"apiKey","in":"header","name":"${name}"}`
      const document = `{"openapi":"3.0.0","info":{"title":"a"},"components":{"securitySchemes":{"${name}":${scheme}}},"security":[{"${name}":[]}],"paths":{"/${name}":{"get":{}}},"${name}":{"polluted":true}}`
      check('openapi', document)
      check('stepkey', document.replace('{', '{"schema":"component/v1",'))
      check(
        'postman',
        `{"info":{},"item":[{"request":{"url":"https://a.example/${name}","header":[{"key":"${name}","value":"x"}]}}],"${name}":1}`,
      )
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it.each<[ImportFormat, string, () => string]>([
    ['curl', 'quotes', () => `curl ${'"a" '.repeat(500_000)}`],
    ['curl', 'dollars', () => `curl ${'$'.repeat(2_000_000)}`],
    ['curl', 'one long word', () => `curl https://a.example/${'a'.repeat(4_000_000)}`],
    ['curl', 'headers', () => `curl https://a.example ${"-H 'X-Key: a' ".repeat(200_000)}`],
    ['openapi', 'a deep list', () => '['.repeat(4_000_000)],
    ['openapi', 'a deep object', () => '{"a":'.repeat(500_000)],
    ['openapi', 'a long list in YAML', () => `a: [${'b,'.repeat(2_000_000)}]`],
    ['openapi', 'many lines in YAML', () => `a:\n${'- !t x\n'.repeat(500_000)}`],
    ['openapi', 'a deep list in YAML', () => `a: ${'- '.repeat(200_000)}`],
    [
      'openapi',
      'deep indentation in YAML',
      () => Array.from({ length: 1500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    ],
    [
      'openapi',
      'many paths',
      () =>
        JSON.stringify({
          ...openapi,
          paths: Object.fromEntries(Array.from({ length: 40_000 }, (_, at) => [`/a/${at}`, { get: {} }])),
        }),
    ],
    [
      'openapi',
      'many security schemes',
      () =>
        JSON.stringify({
          ...openapi,
          security: Array.from({ length: 50_000 }, (_, at) => ({ [`s${at}`]: [] })),
        }),
    ],
    [
      'openapi',
      'many parameters of many operations',
      () => {
        const parameters = Array.from({ length: 100 }, (_, at) => ({
          name: `p${at}`,
          in: 'query',
          required: at < 9,
        }))
        const paths = Array.from({ length: 20_000 }, (_, at) => [`/a/${at}`, { $ref: '#/x-item' }])
        return JSON.stringify({
          ...openapi,
          'x-item': { parameters, get: {} },
          paths: Object.fromEntries(paths),
        })
      },
    ],
    ['openapi', 'a long title', () => JSON.stringify({ ...openapi, info: { title: '<'.repeat(3_000_000) } })],
    ['postman', 'deep folders', () => `{"info":{},"item":${'[{"item":'.repeat(45)}[]${'}]'.repeat(45)}}`],
    [
      'stepkey',
      'many methods',
      () =>
        JSON.stringify({
          ...stepkey,
          methods: Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`m${at}`, 1])),
        }),
    ],
  ])('take little time: %s with %s', (format, _, make) => {
    const document = make()
    const started = performance.now()
    check(format, document)
    // Documents of 4 MiB with these shapes take seconds only if some step is not linear.
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
