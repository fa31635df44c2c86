import type { ComponentDefinition } from '@stepkey/shared/definition-schema'
import { plainText } from './document-text.ts'

/** The formats that can be imported. */
export type ImportFormat = 'openapi' | 'component.json' | 'curl' | 'postman' | 'stepkey'

/** One remark about an import, as a sentence for its author. It never repeats a value that could be a secret. */
export interface ImportNote {
  /** Where in the document: a JSON pointer (RFC 6901). Absent if it is about the whole document. */
  at?: string
  text: string
}

/** A definition made from a document, and what its author should know about it. */
export interface ImportedComponent {
  definition: ComponentDefinition
  /** What the document says. */
  understood: ImportNote[]
  /** What the document does not say, so that its author should check it. */
  guessed: ImportNote[]
  /** What the document says, but the definition does not contain. */
  leftOut: ImportNote[]
}

type NoteList = 'understood' | 'guessed' | 'leftOut'

/** Collects the notes of an import. */
export interface Notes extends Record<NoteList, ImportNote[]> {
  add(list: NoteList, text: string, at?: string): void
}

/** The maximum number of notes in a list. */
const NOTES_LIMIT = 100

/** Returns an empty collection of notes. Repeated notes count once, and long lists end with a note that says so. */
export function createNotes(): Notes {
  const notes: Notes = {
    understood: [],
    guessed: [],
    leftOut: [],
    add(list, text, at) {
      const known = notes[list]
      if (known.length >= NOTES_LIMIT) return
      const isLast = known.length === NOTES_LIMIT - 1
      const sentence = isLast ? 'There are more notes, which are not listed.' : plainText(text, 500)
      if (known.some((note) => note.text === sentence && note.at === at)) return
      known.push(at === undefined || isLast ? { text: sentence } : { at: plainText(at, 500), text: sentence })
    },
  }
  return notes
}
