import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runStepkey } from '../../../testing/command-line.ts'
import { parse } from './arguments.ts'
import { commands } from './commands.ts'
import { help } from './help.ts'

describe('the command line', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stepkey-cli-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const stepkey = (args: string[], input?: string) =>
    runStepkey({ DATA_DIR: join(folder, 'data') }, args, input)

  it('prints its help, without creating a file', async () => {
    const { code, out, error } = await stepkey(['--help'])
    expect({ code, error }).toEqual({ code: 0, error: '' })
    for (const { name } of commands) expect(out).toContain(`  ${name} `)
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })

  it.each(commands.map((command) => [command.name, command] as const))('explains %s', (name, command) => {
    expect(parse(commands, [...name.split(' '), '-h'])).toEqual({ help: command })
    const text = help(commands, command)
    for (const option of Object.keys(command.options)) expect(text).toContain(`--${option}`)
    if (command.argument) expect(text).toContain(command.argument.help)
    expect(text).toContain('--json')
  })

  it.each([
    [[], 'A command is missing.'],
    [['fly'], 'There is no such command.'],
    [['account'], 'stepkey account create, stepkey account reset-password'],
    [['account', 'create', '--name', 'Ada'], '--email is missing'],
    [['account', 'create', '--name', '--email', 'a@b.c'], '--name needs a value'],
    [['account', 'create', '--email'], '--email needs a value'],
    [['account', 'reset-password', '--email', 'a@b.c', '--email', 'd@e.f'], 'twice'],
    [['keys', 'list', '--wokspace', 'x'], 'no option --wokspace'],
    [['keys', 'revoke'], 'ID is missing'],
    [['backup', 'my', 'file'], 'quotes'],
  ])('reports the error in %j', (args, message) => {
    expect(() => parse(commands, args)).toThrow(message)
  })

  it('exits with 2 for an invalid command line, without repeating possible passwords', async () => {
    const tries = [
      ['account', 'create', '--name', 'Ada', '--email', 'ada@example.com', '--password', 'my dear secret'],
      ['account', 'create', '--name', 'Ada', '--email', 'ada@example.com', '--password=my dear secret'],
      ['account', 'create', '--name', 'Ada', '--email', 'ada@example.com', 'my dear secret'],
      ['account', 'create', '--name', 'Ada', '--email', 'my dear secret'],
      ['keys', 'revoke', 'my dear secret'],
      ['my dear secret'],
    ]
    for (const { code, out, error } of await Promise.all(tries.map((args) => stepkey(args)))) {
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(error).not.toContain('dear')
    }
  })

  it('reports errors as JSON with --json', async () => {
    const wrong = await stepkey(['keys', 'revoke', '--json'])
    expect(wrong).toMatchObject({ code: 2, out: '' })
    expect(JSON.parse(wrong.error)).toEqual({
      error: { code: 'wrong_usage', message: expect.stringContaining('ID is missing') },
    })
    const refused = await stepkey(['audit', 'verify', '--json'])
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(JSON.parse(refused.error)).toEqual({
      error: { code: 'refused', message: expect.stringContaining('There is no database') },
    })
  })

  it('creates neither a database nor a key file if there is none', async () => {
    const calls = [['keys', 'list'], ['audit', 'verify'], ['check'], ['backup', join(folder, 'b')]]
    for (const { code, error } of await Promise.all(calls.map((args) => stepkey(args)))) {
      expect(code).toBe(1)
      expect(error).toMatch(/^There is no database/)
    }
    expect(readdirSync(join(folder, 'data'))).toEqual([])
  })

  it('names the invalid environment variable', async () => {
    const { code, error } = await runStepkey({ DATABASE_URL: 'mysql://here' }, ['keys', 'list'])
    expect(code).toBe(1)
    expect(error).toMatch(/^DATABASE_URL must start with postgres/)
  })
})
