import { describe, expect, it } from 'vitest'
import type { HttpCheck } from '../component.ts'
import { atPointer, judge } from './judge.ts'

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const plain: HttpCheck = { method: 'GET', path: '/', ok: { status: '2xx' } }

describe('judge', () => {
  it('reads a 200 with an error body by the component’s rules', () => {
    const slack: HttpCheck = {
      ...plain,
      ok: { status: 200, json: [{ at: '/ok', equals: true }] },
      rejected: [{ status: 200, json: [{ at: '/ok', equals: false }] }],
      identity: ['/team', '/user'],
    }
    expect(judge(slack, answer(200, { ok: true, team: 'Acme' }))).toMatchObject({
      outcome: 'verified',
      identity: 'Acme',
    })
    expect(judge(slack, answer(200, { ok: false, error: 'invalid_auth' }))).toMatchObject({
      outcome: 'rejected',
    })
    expect(judge(slack, answer(200, { neither: 1 }))).toMatchObject({
      outcome: 'unexpected',
      reason: 'other_content',
    })
    expect(judge(slack, answer(200, 'not JSON'))).toMatchObject({
      outcome: 'unexpected',
      reason: 'other_content',
    })
  })

  it('lets a rule turn a 400, 403 or 404 into a refusal', () => {
    const check: HttpCheck = {
      ...plain,
      rejected: [{ status: [400, 404] }, { status: 403, json: [{ at: '/code', equals: 190 }] }],
    }
    expect(judge(check, answer(404, {}))).toMatchObject({ outcome: 'rejected' })
    expect(judge(check, answer(403, { code: 190 }))).toMatchObject({ outcome: 'rejected' })
    expect(judge(check, answer(403, { code: 1 }))).toMatchObject({ outcome: 'limited' })
  })

  it('lets a rule call an accepted but small key limited', () => {
    const check: HttpCheck = {
      ...plain,
      forbidden: [{ status: 401, json: [{ at: '/scope', exists: false }] }],
    }
    expect(judge(check, answer(401, {}))).toMatchObject({ outcome: 'limited' })
  })

  it('never takes a web page for an answer', () => {
    expect(judge(plain, answer(200, '{}', { 'content-type': 'Text/HTML; charset=utf-8' }))).toMatchObject({
      reason: 'web_page',
    })
  })

  it('takes the first name that is one', () => {
    const check: HttpCheck = { ...plain, identity: ['/email', '/name'] }
    expect(judge(check, answer(200, { email: '', name: 'Alice' })).identity).toBe('Alice')
    expect(judge(check, answer(200, { email: 7 })).identity).toBe('7')
    expect(judge(check, answer(200, { name: { nested: 1 } })).identity).toBeUndefined()
  })
})

describe('atPointer', () => {
  it.each([
    ['', { a: 1 }],
    ['/a', 1],
    ['/b/1', 'y'],
    ['/c~1d/e~0f', 2],
    ['/b/01x', undefined],
    ['/toString', undefined],
    ['/a/b', undefined],
  ])('finds what stands at “%s”', (pointer, expected) => {
    const json = pointer === '' ? { a: 1 } : { a: 1, b: ['x', 'y'], 'c/d': { 'e~f': 2 } }
    expect(atPointer(json, pointer)).toEqual(expected)
  })
})
