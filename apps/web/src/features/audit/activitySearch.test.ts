import { describe, expect, it } from 'vitest'
import { activitySearch, filterOf, isFiltered } from './activitySearch.ts'

describe('activitySearch', () => {
  const all = {
    q: 'crm prod',
    action: 'flow.created',
    actor: 'command line',
    subject: '0190-abc_d',
    outcome: 'refused',
    when: 'between',
    from: '2026-02-01',
    to: '2028-02-29',
  }

  it('keeps valid parameters', () => {
    expect(activitySearch(all)).toEqual(all)
    expect(isFiltered(activitySearch(all))).toBe(true)
  })

  it.each([
    { action: 'everything' },
    { action: 7 },
    { action: 'toString' },
    { q: ' ' },
    { q: ['a'] },
    { actor: 'a/b' },
    { subject: 'credentials.get' },
    { outcome: 'all' },
    { when: 'toString' },
    { when: 'tomorrow', from: '2026-02-01' },
    { from: '2026-02-01', to: '2026-02-02' },
  ])('drops invalid parameters: %o', (params) => {
    expect(activitySearch(params)).toEqual({})
    expect(isFiltered(activitySearch(params))).toBe(false)
  })

  it('keeps sets of actions, and reads a search that the router parsed as a number', () => {
    expect(activitySearch({ action: 'changes', q: 42 })).toEqual({ action: 'changes', q: '42' })
    expect(activitySearch({ q: 'x'.repeat(200) }).q).toHaveLength(120)
  })

  it.each(['2026-02-29', '2026-13-01', '12026-01-01', '0000-01-01', 'today'])(
    'drops the invalid day %s',
    (from) => {
      expect(activitySearch({ when: 'between', from })).toEqual({ when: 'between' })
    },
  )
})

describe('filterOf', () => {
  const now = new Date(2026, 10, 3, 15, 30)
  const midnight = (month: number, day: number) => new Date(2026, month - 1, day).toISOString()

  it('returns an empty filter for an empty search', () => {
    expect(filterOf({}, now)).toEqual({})
    expect(filterOf({ when: 'between' }, now)).toEqual({})
  })

  it('uses the names of the API', () => {
    expect(filterOf({ action: 'flow.created', actor: 'a', subject: 's', outcome: 'done' }, now)).toEqual({
      action: 'flow.created',
      actorId: 'a',
      subjectId: 's',
      outcome: 'done',
    })
  })

  it('sends the actions of a set, and the words', () => {
    const { actions, ...filter } = filterOf({ q: 'crm', action: 'access' }, now)
    expect(filter).toEqual({ search: 'crm' })
    expect(actions).toContain('member.removed')
  })

  it('starts at midnight in the time zone of the user', () => {
    expect(filterOf({ when: 'today' }, now)).toEqual({ from: midnight(11, 3) })
    expect(filterOf({ when: 'week' }, now)).toEqual({ from: midnight(10, 28) })
    expect(filterOf({ when: 'month' }, now)).toEqual({ from: midnight(10, 5) })
  })

  it('includes both the first and the last day', () => {
    expect(filterOf({ when: 'between', from: '2026-10-30', to: '2026-10-31' }, now)).toEqual({
      from: midnight(10, 30),
      to: midnight(11, 1),
    })
    expect(filterOf({ when: 'between', to: '2026-10-31' }, now)).toEqual({ to: midnight(11, 1) })
  })
})
