import { invalidInput } from '../../platform/errors/domain-error.ts'

/** What attackers know about a user and try first. */
interface Person {
  name: string
  email: string
}

/**
 * Refuses a new password that attackers try first: one of the 49,000 most common passwords of published breaches, or the
 * user's name or e-mail address. Case, and digits and signs around or between the letters, make no difference.
 * @param path the input member with the password, for the error
 * @throws DomainError invalid_input
 */
export async function requireUncommonPassword(password: string, person: Person, path: string): Promise<void> {
  const guesses = new Set(guessesFor(person))
  const common = await commonPasswords()
  for (const form of formsOf(password)) {
    if (guesses.has(form))
      throw invalidInput({
        path,
        code: 'common_password',
        message: `This is your name or e-mail address. ${ADVICE}`,
      })
    if (common.has(form))
      throw invalidInput({
        path,
        code: 'common_password',
        message: `Many people use this password. ${ADVICE}`,
      })
  }
}

const ADVICE = 'Choose another password, for example of several random words.'

/** Returns what a password is compared as: itself, and its letters if they are at least half of it. */
function formsOf(password: string): string[] {
  const lower = password.toLowerCase()
  const letters = lettersOf(lower)
  return letters.length * 2 >= lower.length ? [lower, letters] : [lower]
}

const guessesFor = ({ name, email }: Person) =>
  [name, email, email.split('@')[0] ?? '']
    .map((text) => text.toLowerCase())
    .flatMap((text) => [text, lettersOf(text)])

const lettersOf = (text: string) => text.replace(/[^\p{L}]/gu, '')

let list: Promise<ReadonlySet<string>> | undefined

/** Loads the list at its first use, because few processes need it. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  list ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common']),
  )
  return list
}
