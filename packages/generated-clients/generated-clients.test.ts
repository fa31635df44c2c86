import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient } from '@hey-api/openapi-ts'
import openapiTS, { astToString } from 'openapi-typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { openApi } from '../../apps/server/src/edge/rest/openapi.ts'

const inPackage = (...path: string[]) => join(import.meta.dirname, ...path)

/** Writes the clients that the programs import. */
async function generateClients() {
  const document = JSON.stringify(openApi())
  rmSync(inPackage('generated'), { recursive: true, force: true })
  mkdirSync(inPackage('generated'))
  writeFileSync(inPackage('generated/openapi-typescript.ts'), astToString(await openapiTS(document)))
  await createClient({
    input: JSON.parse(document),
    output: { path: inPackage('generated/hey-api'), tsConfigPath: inPackage('programs/tsconfig.json') },
    logs: { level: 'silent' },
  })
}

/** Compiles the programs with TypeScript 5. Returns its errors: `programs/hey-api.ts:12 TS2339`. */
async function compilePrograms(): Promise<string[]> {
  const args = [inPackage('node_modules/typescript/bin/tsc'), '-p', 'programs', '--pretty', 'false']
  const compiled = promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname })
  const output = await compiled.then(
    ({ stdout }) => stdout,
    ({ stdout, message }) => String(stdout || message),
  )
  return output
    .split('\n')
    .filter((line) => /^\S/.test(line))
    .map((line) => line.replace(/^(.*)\((\d+),\d+\): error (TS\d+): .*/, '$1:$2 $3'))
}

/** Returns the errors that the comments in a program expect. */
const expectedErrors = (file: string) =>
  readFileSync(inPackage(file), 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      const code = line.match(/ \/\/ (TS\d+)$/)?.[1]
      return code ? [`${file}:${index + 1} ${code}`] : []
    })

describe('clients generated from the OpenAPI document', () => {
  const programs = ['openapi-fetch', 'hey-api']
  const mistakesOf = (name: string) => `programs/${name}-mistakes.ts`
  let errors: string[]
  const errorsIn = (file: string) => errors.filter((error) => error.startsWith(`${file}:`))

  beforeAll(async () => {
    await generateClients()
    errors = await compilePrograms()
  })

  it('compile strictly, with programs that list, create, activate and issue', () => {
    const isExpected = (error: string) => programs.some((name) => error.startsWith(`${mistakesOf(name)}:`))
    expect(errors.filter((error) => !isExpected(error))).toEqual([])
  })

  it.each(programs)('%s reports each mistake in a program, and nothing else', (name) => {
    const file = mistakesOf(name)
    expect(expectedErrors(file).length).toBeGreaterThan(10)
    expect(errorsIn(file)).toEqual(expectedErrors(file))
  })
})
