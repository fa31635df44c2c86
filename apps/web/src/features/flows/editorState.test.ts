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
    { id: 'read', name: 'Read', componentId: 'petstore', credentialId: 'minka', binding: 'credential' },
    { id: 'write', name: 'Write', componentId: 'petstore', credentialId: null, binding: 'credential' },
  ],
}
const [read, write] = flow.steps as [Flow['steps'][number], Flow['steps'][number]]

const reduce = (state: EditorState, ...actions: EditorAction[]) => actions.reduce(editorReducer, state)
const edit = (...actions: EditorAction[]) => reduce(startEditing(flow), ...actions)
const changed = ({ draft, base }: EditorState) => isChanged(draft, base)

describe('a draft', () => {
  it('is changed only while it differs from the stored flow', () => {
    expect(changed(edit())).toBe(false)
    expect(changed(edit({ type: 'renamed', name: ' Pets ' }))).toBe(false)
    expect(changed(edit({ type: 'renamed', name: 'Dogs' }))).toBe(true)
    const move = { type: 'stepMoved', key: 'write' } as const
    expect(changed(edit({ ...move, to: 0 }))).toBe(true)
    expect(changed(edit({ ...move, to: 0 }, { ...move, to: 1 }))).toBe(false)
  })

  it('keeps edits made while it was being saved, and its new steps get their ids', () => {
    const step = newStep()
    const sent = edit(
      { type: 'stepAdded', step },
      { type: 'stepChanged', key: step.key, change: { name: 'New', componentId: 'http' } },
    )
    const typed = reduce(sent, { type: 'stepChanged', key: step.key, change: { name: 'Newer' } })
    const stored = {
      ...flow,
      version: 4,
      steps: [...flow.steps, { ...read, id: 'new', name: 'New', componentId: 'http', credentialId: null }],
    }
    const saved = reduce(typed, { type: 'saved', sent: sent.draft, flow: stored })
    expect(saved.draft.steps[2]).toMatchObject({ key: step.key, id: 'new', name: 'Newer' })
    expect(toInput(saved.draft, saved.base)).toMatchObject({ flowId: 'flow', version: 4 })
    expect(changed(saved)).toBe(true)
  })

  it('sends the binding of a step to the owner’s credential with its methods, and no credential', () => {
    const bind = { binding: 'owner', credentialId: null, methods: ['apiKey'] } as const
    const bound = edit({ type: 'stepChanged', key: 'read', change: { ...bind, methods: [...bind.methods] } })
    expect(changed(bound)).toBe(true)
    const [step] = toInput(bound.draft, bound.base).steps
    expect(step).toMatchObject({ binding: 'owner', methods: ['apiKey'] })
    expect(step).not.toHaveProperty('credentialId')
    const chosen = reduce(bound, {
      type: 'componentChosen',
      key: 'read',
      component: { id: 'http', title: 'HTTP API' },
      previous: { id: 'petstore', title: 'Petstore' },
    })
    expect(chosen.draft.steps[0]).toMatchObject({ binding: 'owner', methods: undefined })
    const blocked = reduce(bound, { type: 'blocked', steps: [{ index: 0, reason: 'unknown_method' }] })
    const fixed = reduce(blocked, { type: 'stepChanged', key: 'read', change: { methods: [] } })
    expect(fixed.blocked).toEqual({})
    expect(toInput(fixed.draft, fixed.base).steps[0]).not.toHaveProperty('methods')
  })

  it('compares and sends the scopes of a step regardless of their order', () => {
    const choose = (...scopes: string[]) =>
      ({ type: 'stepChanged', key: 'read', change: { scopes } }) as const
    const withScopes = { ...flow, steps: [{ ...read, scopes: ['a', 'b'] }, write] }
    expect(changed(edit(choose('a')))).toBe(true)
    expect(changed(edit(choose('a'), choose()))).toBe(false)
    expect(changed(reduce(startEditing(withScopes), choose('b', 'a')))).toBe(false)
    const { draft, base } = reduce(startEditing(withScopes), choose('b'))
    expect(toInput(draft, base).steps.map(({ scopes }) => scopes)).toEqual([['b'], undefined])
  })

  it('sends steps that another version no longer has as new ones when it overwrites that version', () => {
    const latest = { ...flow, version: 9, steps: [write] }
    const { draft, base } = edit({ type: 'overwritten', latest })
    expect(toInput(draft, base)).toMatchObject({
      version: 9,
      steps: [{ stepId: undefined }, { stepId: 'write' }],
    })
  })

  it('drops the credential, the scopes and a default name with the component, but keeps a name that was entered', () => {
    const http = { id: 'http', title: 'HTTP API' }
    const petstore = { id: 'petstore', title: 'Petstore API' }
    const choose = { type: 'componentChosen', component: http, previous: petstore } as const
    expect(edit({ ...choose, key: 'read' }).draft.steps[0]).toMatchObject({
      name: 'Read',
      credentialId: null,
    })
    const withScopes: EditorAction = { type: 'stepChanged', key: 'read', change: { scopes: ['a'] } }
    expect(edit(withScopes, { ...choose, key: 'read' }).draft.steps[0]?.scopes).toBeUndefined()
    const named = { type: 'stepChanged', key: 'read', change: { name: 'Petstore API' } } as const
    expect(edit(named, { ...choose, key: 'read' }).draft.steps[0]).toMatchObject({ name: 'HTTP API' })
  })

  it('names a step after its component, with a number if the name is taken', () => {
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

  it('leaves other edits unsaved, and nothing else', () => {
    expect(changed(edit({ ...created, flow: linked }))).toBe(false)
    const edited = edit({ type: 'renamed', name: 'Dogs' }, { ...created, flow: linked })
    expect(toInput(edited.draft, edited.base)).toMatchObject({
      version: 4,
      name: 'Dogs',
      steps: [{ credentialId: 'minka' }, { credentialId: 'new' }],
    })
  })

  it('keeps the old version if the flow was changed in between, so that saving detects it', () => {
    const { base, draft } = edit({ ...created, flow: { ...linked, version: 5, name: 'Theirs' } })
    expect(toInput(draft, base)).toMatchObject({ version: 3, name: 'Pets' })
  })
})

describe('a refresh from the server', () => {
  it('replaces an unchanged draft and keeps the keys of its steps', () => {
    const state = edit({ type: 'refreshed', flow: { ...flow, version: 4, name: 'Cats', steps: [write] } })
    expect(state.draft).toMatchObject({ name: 'Cats', steps: [{ key: 'write' }] })
  })

  it('does not touch a changed draft', () => {
    const state = edit(
      { type: 'renamed', name: 'Dogs' },
      { type: 'refreshed', flow: { ...flow, version: 4, name: 'Cats' } },
    )
    expect(state).toMatchObject({ draft: { name: 'Dogs' }, base: { version: 3 } })
  })

  it('removes a deleted credential from every step that uses it, edited or not', () => {
    const state = edit(
      { type: 'stepChanged', key: 'write', change: { credentialId: 'minka' } },
      { type: 'refreshed', flow: { ...flow, steps: [{ ...read, credentialId: null }, write] } },
    )
    expect(state.draft.steps).toMatchObject([
      { credentialId: null, wasDeleted: true },
      { credentialId: null, wasDeleted: true },
    ])
    expect(changed(state)).toBe(false)
  })
})

it('keeps the block reason of a step until another credential is chosen', () => {
  const blocked = edit({
    type: 'blocked',
    steps: [
      { index: 0, reason: 'missing' },
      { index: 1, reason: 'failing' },
    ],
  })
  expect(blocked.blocked).toEqual({ read: 'missing', write: 'failing' })
  expect(blocked.draft.steps[0]).toMatchObject({ credentialId: null, wasDeleted: true })
  const fixed = reduce(blocked, { type: 'stepChanged', key: 'read', change: { credentialId: 'other' } })
  expect(fixed.blocked).toEqual({ write: 'failing' })
  expect(fixed.draft.steps[0]?.wasDeleted).toBe(false)
})

it('stores errors by step key, so that they move with the step', () => {
  const { errors } = edit({ type: 'refused', errors: [{ path: 'steps.1.name', message: 'Give it a name.' }] })
  expect(errors).toEqual({ 'write.name': 'Give it a name.' })
})
