import { Password } from '@stepkey/shared/account'
import { invalidInput } from '../../platform/errors/domain-error.ts'

/** What attackers know about a user and try first. */
interface Person {
  name: string
  email: string
}

/**
 * Refuses a new password that attackers try first: one of the 49,000 most common passwords of published breaches, or the
 * user's name or e-mail address. Case, and digits and signs around or between the letters, make no difference. Also
 * refuses a password that would not be permitted without the words that attackers try here: the name of the product, and
 * those of the user's name and e-mail address (OWASP ASVS 5.0, 6.2.11).
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
  const lower = password.toLowerCase()
  const rest = wordsOf(person).reduce((text, word) => text.replaceAll(word, ''), lower)
  if (rest !== lower && (!Password.safeParse(rest).success || formsOf(rest).some((form) => common.has(form))))
    throw invalidInput({
      path,
      code: 'common_password',
      message: `This adds too little to your name, your e-mail address or the name of Stepkey. ${ADVICE}`,
    })
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

/** Returns the words that attackers combine with digits and other words. Those with three letters are parts of too many others. */
const wordsOf = ({ name, email }: Person) =>
  ['stepkey', ...`${name} ${email}`.toLowerCase().split(/[^\p{L}]/u)]
    .filter((word) => word.length > 3)
    .sort((a, b) => b.length - a.length)

const lettersOf = (text: string) => text.replace(/[^\p{L}]/gu, '')

let list: Promise<ReadonlySet<string>> | undefined

/** Loads the list at its first use, because few processes need it. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  list ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common']),
  )
  return list
}
