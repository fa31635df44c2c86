import { expect } from 'vitest'
import { assertSaved } from '../assert-saved.ts'
import type { Person, Stepkey } from '../stepkey.ts'
import type { Login, RotationTarget } from './rotation-targets.ts'

const FLOWS = 4
/** So that a failing test stops soon, and shows the first failures. */
const MAX_FAILURES = 20

interface Volume {
  rotations: number
  /** How many flow engines fetch the credential and sign in with it, over and over. */
  engines: number
}

/**
 * Rotates the login of a server as docs/rotation.md describes, while flow engines issue it and sign in with it at once.
 * Every second new value is first tried with one flow. A replaced login is revoked when the calls that began before the
 * promotion have ended; here these take the place of the five minutes for which engines may keep a value.
 * @returns what the engines did. Each promoted generation was issued, and the server refused each revoked login.
 */
export async function rotateUnderEngines(
  stepkey: Stepkey,
  person: Person,
  target: RotationTarget,
  { rotations, engines }: Volume,
) {
  const { componentId } = target
  let current = await target.create()
  const created = await person.credentials.create({
    componentId,
    methodId: 'password',
    name: `Rotated ${componentId}`,
    values: current,
  })
  assertSaved(created)
  const credentialId = created.credential.id
  const { key } = await person.apiKeys.create({ name: `Engine ${componentId}`, scopes: ['issue'] })
  const steps: { flowId: string; stepId: string }[] = []
  for (let n = 0; n < FLOWS; n++) {
    const flow = await person.flows.save({
      name: `Flow ${componentId} ${n}`,
      steps: [{ name: 'Use', componentId, credentialId }],
    })
    assertSaved(flow)
    await person.flows.activate({ flowId: flow.id })
    steps.push({ flowId: flow.id, stepId: flow.steps[0]?.id ?? '' })
  }
  const triedWith = steps[0]?.flowId ?? ''

  let isStopping = false
  /** The newest generation whose promotion for all flows has begun. */
  let promoted = 1
  const seen = new Set<number>()
  const failures: string[] = []
  const figures = { issues: 0, tried: 0, signIns: 0 }

  async function call(engine: ReturnType<Stepkey['visitor']>, step: { flowId: string; stepId: string }) {
    let generation = 0
    try {
      const issued = await engine.credentials.issue(step)
      generation = issued.generation
      figures.issues++
      seen.add(generation)
      if (generation > promoted) {
        figures.tried++
        if (step.flowId !== triedWith)
          failures.push(`A flow that tries no value got generation ${generation}.`)
      }
      await target.signIn(issued.values as Login)
      figures.signIns++
    } catch (error) {
      failures.push(`generation ${generation} while ${promoted} was promoted: ${(error as Error).message}`)
    }
  }

  const calls = new Set<Promise<void>>()
  /** Resolves when the calls that run now have ended. */
  const runningCalls = () => Promise.all([...calls])
  const loops = Array.from({ length: engines }, async (_, n) => {
    const engine = stepkey.visitor({ apiKey: key })
    while (!isStopping && failures.length < MAX_FAILURES) {
      const running = call(engine, steps[n % FLOWS] ?? { flowId: '', stepId: '' })
      calls.add(running)
      await running
      calls.delete(running)
    }
  })

  async function rotate(isTried: boolean) {
    const next = await target.create()
    const { version } = await person.credentials.get({ credentialId })
    const input = { credentialId, version, values: next, allowOtherAccount: true }
    const added = await person.credentials.addValue(input)
    if (added.outcome !== 'pending') throw new Error(`Not added: ${JSON.stringify(added)}`)
    const { generation } = added
    if (isTried) {
      const trial = await person.credentials.promote({ credentialId, generation, flowIds: [triedWith] })
      expect(trial.outcome).toBe('on_trial')
      // The calls that began before the trial, then those that began during it.
      await runningCalls()
      await runningCalls()
      expect(seen).toContain(generation)
    }
    promoted = generation
    expect(await person.credentials.promote({ credentialId, generation })).toMatchObject({
      outcome: 'promoted',
    })
    await runningCalls()
    await target.revoke(current)
    await expect(target.signIn(current)).rejects.toThrow()
    // These calls began after the promotion, and some ended after the old login was revoked.
    await runningCalls()
    expect(seen).toContain(generation)
    current = next
  }

  const started = performance.now()
  try {
    for (let n = 0; n < rotations && failures.length < MAX_FAILURES; n++) await rotate(n % 2 === 1)
  } finally {
    isStopping = true
    await Promise.all(loops)
  }
  const seconds = Math.round((performance.now() - started) / 1000)
  return { ...figures, rotations, engines, generations: seen.size, seconds, failures }
}
