import { createContext, useContext } from 'react'
import { type Json, listAt, type Path, recordAt, textAt, valueAt } from './definitionDraft.ts'

/** What the parts of the editor need: the definition, and a way to change it. */
export interface DefinitionEditor {
  definition: Json
  /** Changes the value at a path; undefined removes it. */
  set(path: Path, value: unknown): void
  /** Returns what is wrong at a path; undefined if nothing is. */
  problemAt(path: Path): string | undefined
}

const EditorContext = createContext<DefinitionEditor | undefined>(undefined)
/** Provides the editor to its parts. */
export const EditorProvider = EditorContext.Provider

/** Returns the editor, with the part of the definition at a path. @throws outside an EditorProvider */
export function useEditor(base: Path = []) {
  const editor = useContext(EditorContext)
  if (!editor) throw new Error('useEditor must be used inside an EditorProvider.')
  const at = (path: Path) => [...base, ...path]
  return {
    set: (path: Path, value: unknown) => editor.set(at(path), value),
    value: (path: Path = []) => valueAt(editor.definition, at(path)),
    text: (path: Path) => textAt(editor.definition, at(path)),
    record: (path: Path = []) => recordAt(editor.definition, at(path)),
    list: (path: Path) => listAt(editor.definition, at(path)),
    problem: (path: Path) => editor.problemAt(at(path)),
    /** The props of an input for a text. An empty text removes the member, unless it has to be there. */
    input: (path: Path, { isRequired = false } = {}) => ({
      value: textAt(editor.definition, at(path)),
      onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
        editor.set(at(path), value === '' && !isRequired ? undefined : value),
      error: editor.problemAt(at(path)),
      autoComplete: 'off',
      'data-1p-ignore': true,
    }),
  }
}
