import type { Flow } from '@stepkey/shared/flow'
import { describe, expect, it } from 'vitest'
import { type EditorAction, type EditorState, editorReducer, startEditing } from './editorState.ts'
import { isChanged, newStep, stepName, toInput } from './flowDraft.ts'

const flow: Flow = {
  id: 'flow',
  name: 'Pets',
  status: 'inactive',
  version: 3,
  updatedAt: '2026-01-01T00:00:00.000Z',
  steps: [
    { id: 'read', name: 'Read', componentId: 'petstore', credentialId: 'minka' },
    { id: 'write', name: 'Write', componentId: 'petstore', credentialId: null },
  ],
}
const [read, write] = flow.steps as [Flow['steps'][number], Flow['steps'][number]]

const after = (state: EditorState, ...actions: EditorAction[]) => actions.reduce(editorReducer, state)
const edit = (...actions: EditorAction[]) => after(startEditing(flow), ...actions)
const changed = ({ draft, base }: EditorState) => isChanged(draft, base)

describe('a draft', () => {
  it('is unchanged until it says something else than what is stored', () => {
    expect(changed(edit())).toBe(false)
    expect(changed(edit({ type: 'renamed', name: ' Pets ' }))).toBe(false)
    expect(changed(edit({ type: 'renamed', name: 'Dogs' }))).toBe(true)
    const move = { type: 'stepMoved', key: 'write' } as const
    expect(changed(edit({ ...move, to: 0 }))).toBe(true)
    expect(changed(edit({ ...move, to: 0 }, { ...move, to: 1 }))).toBe(false)
  })

  it('keeps what was typed while it was being stored, and its new steps learn their ids', () => {
    const step = newStep()
    const sent = edit(
      { type: 'stepAdded', step },
      { type: 'stepChanged', key: step.key, change: { name: 'New', componentId: 'http' } },
    )
    const typed = after(sent, { type: 'stepChanged', key: step.key, change: { name: 'Newer' } })
    const stored = {
      ...flow,
      version: 4,
      steps: [...flow.steps, { ...read, id: 'new', name: 'New', componentId: 'http', credentialId: null }],
    }
    const saved = after(typed, { type: 'saved', sent: sent.draft, flow: stored })
    expect(saved.draft.steps[2]).toMatchObject({ key: step.key, id: 'new', name: 'Newer' })
    expect(toInput(saved.draft, saved.base)).toMatchObject({ flowId: 'flow', version: 4 })
    expect(changed(saved)).toBe(true)
  })

  it('holds what a step needs access to, in whatever order that was chosen', () => {
    const choose = (...scopes: string[]) =>
      ({ type: 'stepChanged', key: 'read', change: { scopes } }) as const
    const needing = { ...flow, steps: [{ ...read, scopes: ['a', 'b'] }, write] }
    expect(changed(edit(choose('a')))).toBe(true)
    expect(changed(edit(choose('a'), choose()))).toBe(false)
    expect(changed(after(startEditing(needing), choose('b', 'a')))).toBe(false)
    const { draft, base } = after(startEditing(needing), choose('b'))
    expect(toInput(draft, base).steps.map(({ scopes }) => scopes)).toEqual([['b'], undefined])
  })

  it('laid over another version sends steps that are gone there as new ones', () => {
    const theirs = { ...flow, version: 9, steps: [write] }
    const { draft, base } = edit({ type: 'laidOver', theirs })
    expect(toInput(draft, base)).toMatchObject({
      version: 9,
      steps: [{ stepId: undefined }, { stepId: 'write' }],
    })
  })

  it('loses the credential with the component, and the name that came with it, but not one that was typed', () => {
    const http = { id: 'http', title: 'HTTP API' }
    const petstore = { id: 'petstore', title: 'Petstore API' }
    const choose = { type: 'componentChosen', component: http, before: petstore } as const
    expect(edit({ ...choose, key: 'read' }).draft.steps[0]).toMatchObject({
      name: 'Read',
      credentialId: null,
    })
    const needing: EditorAction = { type: 'stepChanged', key: 'read', change: { scopes: ['a'] } }
    expect(edit(needing, { ...choose, key: 'read' }).draft.steps[0]?.scopes).toBeUndefined()
    const named = { type: 'stepChanged', key: 'read', change: { name: 'Petstore API' } } as const
    expect(edit(named, { ...choose, key: 'read' }).draft.steps[0]).toMatchObject({ name: 'HTTP API' })
  })

  it('names a step after its component, numbered where that is taken', () => {
    const others = [
      { ...newStep(), name: 'HTTP API' },
      { ...newStep(), name: 'HTTP API 2' },
    ]
    expect(stepName('HTTP API', others)).toBe('HTTP API 3')
  })
})

describe('a credential created in a stored step', () => {
  const linked = { ...flow, version: 4, steps: [read, { ...write, credentialId: 'new' }] }
  const created = { type: 'credentialCreated', key: 'write', credentialId: 'new' } as const

  it('leaves nothing to save if nothing else was edited, and every other edit as it is', () => {
    expect(changed(edit({ ...created, flow: linked }))).toBe(false)
    const edited = edit({ type: 'renamed', name: 'Dogs' }, { ...created, flow: linked })
    expect(toInput(edited.draft, edited.base)).toMatchObject({
      version: 4,
      name: 'Dogs',
      steps: [{ credentialId: 'minka' }, { credentialId: 'new' }],
    })
  })

  it('does not hide that somebody else changed the flow in between', () => {
    const { base, draft } = edit({ ...created, flow: { ...linked, version: 5, name: 'Theirs' } })
    expect(toInput(draft, base)).toMatchObject({ version: 3, name: 'Pets' })
  })
})

describe('what comes from the server by itself', () => {
  it('is taken over while nothing is being edited, and steps stay the same steps', () => {
    const state = edit({ type: 'refreshed', flow: { ...flow, version: 4, name: 'Cats', steps: [write] } })
    expect(state.draft).toMatchObject({ name: 'Cats', steps: [{ key: 'write' }] })
  })

  it('does not touch what is being edited', () => {
    const state = edit(
      { type: 'renamed', name: 'Dogs' },
      { type: 'refreshed', flow: { ...flow, version: 4, name: 'Cats' } },
    )
    expect(state).toMatchObject({ draft: { name: 'Dogs' }, base: { version: 3 } })
  })

  it('takes a deleted credential off every step that has chosen it, edited or not', () => {
    const state = edit(
      { type: 'stepChanged', key: 'write', change: { credentialId: 'minka' } },
      { type: 'refreshed', flow: { ...flow, steps: [{ ...read, credentialId: null }, write] } },
    )
    expect(state.draft.steps).toMatchObject([
      { credentialId: null, isBereft: true },
      { credentialId: null, isBereft: true },
    ])
    expect(changed(state)).toBe(false)
  })
})

it('tells at each step why the flow can’t be active, until another credential is chosen there', () => {
  const blocked = edit({
    type: 'blocked',
    steps: [
      { index: 0, reason: 'missing' },
      { index: 1, reason: 'failing' },
    ],
  })
  expect(blocked.blocked).toEqual({ read: 'missing', write: 'failing' })
  expect(blocked.draft.steps[0]).toMatchObject({ credentialId: null, isBereft: true })
  const mended = after(blocked, { type: 'stepChanged', key: 'read', change: { credentialId: 'other' } })
  expect(mended.blocked).toEqual({ write: 'failing' })
  expect(mended.draft.steps[0]?.isBereft).toBe(false)
})

it('puts errors at the step they speak of, wherever it moves', () => {
  const { errors } = edit({ type: 'refused', errors: [{ path: 'steps.1.name', message: 'Give it a name.' }] })
  expect(errors).toEqual({ 'write.name': 'Give it a name.' })
})
