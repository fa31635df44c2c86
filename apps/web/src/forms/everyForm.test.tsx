// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core'
import { catalog } from '@stepkey/shared/catalog/index'
import type { Component, Method } from '@stepkey/shared/component'
import { answerProblems, componentProblems } from '@stepkey/shared/component-problems'
import type { AnyScript } from '@stepkey/shared/provider-script'
import { activeFields, describeFields } from '@stepkey/shared/schema'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useEffect } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import Icon from '../features/catalog/icons.tsx'
import { useCredentialDraft } from '../features/credentials/useCredentialDraft.ts'
import { InEnglish } from '../ui/language/InEnglish.tsx'
import { stubBrowser } from './browserStubs.fixture.ts'
import { FieldList } from './FieldList.tsx'
import { SchemaFormProvider } from './formContext.ts'
import { draftOf } from './formDraft.ts'

/** The forms of all components, with the values of their provider scripts. */
describe.each(
  // `definition.test.ts` reports the problems of the others.
  Object.values<Component>(catalog).filter((component) => componentProblems(component).length === 0),
)('the forms of $title [$id]', (component) => {
  beforeEach(stubBrowser)
  afterEach(cleanup)

  it('name an icon of icons.tsx, or none', () => {
    const { icon, id } = component
    if (icon === undefined) return
    render(
      <Icon icon={icon} size={20}>
        none
      </Icon>,
    )
    expect(
      screen.queryByText('none'),
      `\`icon\` of the component ${id} names no icon of features/catalog/icons.tsx.`,
    ).toBeNull()
  })

  it.each(Object.keys(component.methods))('%s shows every field and sends the entered values', async (id) => {
    const scripts: Record<string, AnyScript> = await import(
      `../../../../packages/shared/src/catalog/answers/${component.id}.ts`
    ).then(
      (module) => module.default,
      () => ({}),
    )
    const problems = answerProblems(component, id, scripts[id])
    expect(problems, problems.join('\n')).toEqual([])
    const method = component.methods[id] as Method
    const entered = scripts[id]?.values ?? {}
    const send = vi.fn()
    render(
      <InEnglish>
        <MantineProvider env="test">
          <Form component={{ ...component, methods: { [id]: method } }} values={entered} send={send} />
        </MantineProvider>
      </InEnglish>,
    )
    const values = method.fields.parse(entered) as Record<string, unknown>
    for (const { field } of activeFields(describeFields(method.fields), values)) {
      expect(screen.getAllByText(field.meta.label, { exact: false }).length).toBeGreaterThan(0)
    }
    for (const input of document.querySelectorAll(
      ':is(input, textarea):not([type="hidden"], [aria-hidden])',
    )) {
      expect((input as HTMLInputElement).labels?.length ?? 0).toBeGreaterThan(0)
    }
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(send).toHaveBeenCalledOnce()
    expect(method.fields.parse(send.mock.calls[0]?.[0])).toEqual(values)
  })
})

function Form(props: {
  component: Component
  values: Record<string, unknown>
  send(values: Record<string, unknown>): void
}) {
  const draft = useCredentialDraft({
    component: props.component,
    base: undefined,
    suggestedName: 'Mine',
    suppliedBy: {},
    onEdit: () => {},
  })
  useEffect(() => draft.form.setFieldValue('values', draftOf(draft.fields, props.values)), [])
  return (
    <form
      ref={draft.formElement}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (draft.isValid()) props.send(draft.changes)
      }}
    >
      <SchemaFormProvider value={draft.schemaForm}>
        <FieldList fields={draft.fields} />
      </SchemaFormProvider>
      <button type="submit">Save</button>
    </form>
  )
}
