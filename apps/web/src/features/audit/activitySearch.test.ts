import { describe, expect, it } from 'vitest'
import { activitySearch, filterOf, isFiltered } from './activitySearch.ts'

describe('what stands in the address', () => {
  const all = {
    action: 'flow.created',
    actor: 'command line',
    subject: '0190-abc_d',
    outcome: 'refused',
    when: 'between',
    from: '2026-02-01',
    to: '2028-02-29',
  }

  it('is taken as it is where it makes sense', () => {
    expect(activitySearch(all)).toEqual(all)
    expect(isFiltered(activitySearch(all))).toBe(true)
  })

  it.each([
    { action: 'everything' },
    { action: 7 },
    { actor: 'a/b' },
    { subject: 'credentials.get' },
    { outcome: 'all' },
    { when: 'toString' },
    { when: 'tomorrow', from: '2026-02-01' },
    { from: '2026-02-01', to: '2026-02-02' },
  ])('is left out where it does not: %o', (params) => {
    expect(activitySearch(params)).toEqual({})
    expect(isFiltered(activitySearch(params))).toBe(false)
  })

  it.each(['2026-02-29', '2026-13-01', '12026-01-01', '0000-01-01', 'today'])('%s is no day', (from) => {
    expect(activitySearch({ when: 'between', from })).toEqual({ when: 'between' })
  })
})

describe('what the server is asked for', () => {
  const now = new Date(2026, 10, 3, 15, 30)
  const midnight = (month: number, day: number) => new Date(2026, month - 1, day).toISOString()

  it('is everything, without a filter', () => {
    expect(filterOf({}, now)).toEqual({})
    expect(filterOf({ when: 'between' }, now)).toEqual({})
  })

  it('names things as the server does', () => {
    expect(filterOf({ action: 'flow.created', actor: 'a', subject: 's', outcome: 'done' }, now)).toEqual({
      action: 'flow.created',
      actorId: 'a',
      subjectId: 's',
      outcome: 'done',
    })
  })

  it('begins with a midnight of whoever looks', () => {
    expect(filterOf({ when: 'today' }, now)).toEqual({ from: midnight(11, 3) })
    expect(filterOf({ when: 'week' }, now)).toEqual({ from: midnight(10, 28) })
    expect(filterOf({ when: 'month' }, now)).toEqual({ from: midnight(10, 5) })
  })

  it('holds both days that it lies between', () => {
    expect(filterOf({ when: 'between', from: '2026-10-30', to: '2026-10-31' }, now)).toEqual({
      from: midnight(10, 30),
      to: midnight(11, 1),
    })
    expect(filterOf({ when: 'between', to: '2026-10-31' }, now)).toEqual({ to: midnight(11, 1) })
  })
})
