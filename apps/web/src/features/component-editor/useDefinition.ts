import { checkDefinition, type DefinitionProblem } from '@stepkey/shared/definitions/check-definition'
import type { ComponentVersion } from '@stepkey/shared/own-component'
import { useDeferredValue, useMemo, useState } from 'react'
import { type Json, type Path, withValue } from './definitionDraft.ts'
import type { DefinitionEditor } from './editorContext.ts'

/** Holds the definition that is edited, and what is wrong with it. */
export function useDefinition(componentId: string, stored: ComponentVersion) {
  const [definition, setDefinition] = useState<Json>(() => withoutOwn(stored.definition))
  const [saved, setSaved] = useState(definition)
  // The check follows the input, so that typing is not delayed.
  const deferred = useDeferredValue(definition)
  const checked = useMemo(
    () => checkDefinition({ ...deferred, id: componentId, version: 1 }),
    [deferred, componentId],
  )
  const editor: DefinitionEditor = {
    definition,
    set: (path, value) => setDefinition((before) => withValue(before, path, value) as Json),
    problemAt: (path) => problemAt(checked.problems, path),
  }
  return {
    editor,
    definition,
    setDefinition,
    ...checked,
    isChanged: definition !== saved,
    markSaved: () => setSaved(definition),
  }
}

/** The members that Stepkey sets. */
function withoutOwn({ id: _id, version: _version, ...definition }: Json): Json {
  return definition
}

function problemAt(problems: readonly DefinitionProblem[], path: Path): string | undefined {
  const at = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  return problems.find((problem) => problem.at === at)?.message
}
