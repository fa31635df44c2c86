import { expect, it } from 'vitest'
import { createSignInGate } from './signInGate.ts'

function createObservedGate() {
  const gate = createSignInGate()
  const states: boolean[] = []
  gate.subscribe(() => states.push(gate.isClosed()))
  return { gate, states }
}

it('does not wait if there is no sign-in dialog', () => {
  const gate = createSignInGate()
  expect(gate.wait()).toBeUndefined()
  expect(gate.isClosed()).toBe(false)
})

it('closes once for several calls, and resumes all of them', async () => {
  const { gate, states } = createObservedGate()
  const waiting = [gate.wait(), gate.wait()]
  gate.open(true)
  expect(await Promise.all(waiting)).toEqual([true, true])
  expect(states).toEqual([true, false])
})

it('fails the waiting calls when the user leaves the page', async () => {
  const { gate } = createObservedGate()
  const waiting = gate.wait()
  gate.open(false)
  expect(await waiting).toBe(false)
  expect(gate.isClosed()).toBe(false)
})

it('closes again when a resumed call finds no session either', async () => {
  const { gate } = createObservedGate()
  const waiting = gate.wait()?.then(() => gate.wait())
  gate.open(true)
  await expect.poll(gate.isClosed).toBe(true)
  gate.open(true)
  expect(await waiting).toBe(true)
})
