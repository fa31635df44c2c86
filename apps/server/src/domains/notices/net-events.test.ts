import { expect, it } from 'vitest'
import { netEvents } from './net-events.ts'

type Kind = Parameters<typeof netEvents>[0][number]['kind']
const of = (credential_id: string, ...kinds: Kind[]) =>
  kinds.map((kind) => ({ credential_id, revocation_id: null, kind }))
const kindsOf = (...kinds: Kind[]) => netEvents(of('c', ...kinds)).map(({ kind }) => kind)

it('leaves out a failure that ended, and a recovery that did', () => {
  expect(kindsOf('failing', 'recovered')).toEqual([])
  expect(kindsOf('recovered', 'failing')).toEqual([])
  expect(kindsOf('failing', 'recovered', 'failing', 'recovered')).toEqual([])
})

it('keeps the last state if it differs from the one that was told', () => {
  expect(kindsOf('failing', 'recovered', 'failing')).toEqual(['failing'])
  expect(kindsOf('recovered', 'failing', 'recovered')).toEqual(['recovered'])
})

it('keeps each other kind once, and credentials apart', () => {
  expect(kindsOf('expiring', 'frozen', 'expiring')).toEqual(['expiring', 'frozen'])
  expect(netEvents([...of('a', 'failing'), ...of('b', 'recovered')])).toHaveLength(2)
})
