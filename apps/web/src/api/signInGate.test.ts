import { expect, it } from 'vitest'
import { createSignInGate } from './signInGate.ts'

function watched() {
  const gate = createSignInGate()
  const seen: boolean[] = []
  gate.subscribe(() => seen.push(gate.isClosed()))
  return { gate, seen }
}

it('keeps nobody waiting where nobody can be asked to sign in', () => {
  const gate = createSignInGate()
  expect(gate.wait()).toBeUndefined()
  expect(gate.isClosed()).toBe(false)
})

it('asks once, and lets everybody go on at once', async () => {
  const { gate, seen } = watched()
  const waiting = [gate.wait(), gate.wait()]
  gate.open(true)
  expect(await Promise.all(waiting)).toEqual([true, true])
  expect(seen).toEqual([true, false])
})

it('lets nobody go on when the page is left', async () => {
  const { gate } = watched()
  const waiting = gate.wait()
  gate.open(false)
  expect(await waiting).toBe(false)
  expect(gate.isClosed()).toBe(false)
})

it('closes again when what goes on finds no session either', async () => {
  const { gate } = watched()
  const waiting = gate.wait()?.then(() => gate.wait())
  gate.open(true)
  await expect.poll(gate.isClosed).toBe(true)
  gate.open(true)
  expect(await waiting).toBe(true)
})
