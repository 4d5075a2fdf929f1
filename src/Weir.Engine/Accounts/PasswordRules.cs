using System.Collections.Frozen;

namespace Weir.Engine.Accounts;

/// <summary>
/// Which passwords are taken: long ones that are neither famous nor made of what everybody knows about the person. No rules
/// about kinds of characters, which only make people write them down (NIST SP 800-63B, section 3.1.1.2).
/// </summary>
internal static class PasswordRules
{
    public const int CharactersMin = 12;
    public const int CharactersMax = 200;

    /// <summary>What must be left of it without the person's name and address.</summary>
    private const int OwnCharactersMin = 8;

    private const int DistinctMin = 5;

    private static readonly FrozenSet<string> Obvious = new[]
    {
        "password", "passwort", "passphrase", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "letmein", "changeme",
        "iloveyou", "welcome", "administrator", "abcdefghijkl",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null when it is good; else what is wrong, without a word of the password.</summary>
    public static string? Problem(string password, string email, string name)
    {
        if (password.EnumerateRunes().Count() is < CharactersMin or > CharactersMax)
        {
            return $"The password must have {CharactersMin} to {CharactersMax} characters.";
        }

        if (password.EnumerateRunes().Distinct().Count() < DistinctMin || IsObvious(password))
        {
            return "This password is among the first that are guessed; take another one.";
        }

        var rest = new[] { email, email.Split('@')[0], name }
            .Where(known => known.Length >= 3)
            .Aggregate(password, (left, known) => left.Replace(known, "", StringComparison.OrdinalIgnoreCase));
        return rest.Length < OwnCharactersMin
            ? "The password is made of the name or the e-mail address; take another one."
            : null;
    }

    /// <summary>A famous word, also repeated, or with digits and signs around it; or nothing but a row of digits.</summary>
    private static bool IsObvious(string password)
    {
        var letters = string.Concat(password.Where(char.IsLetter));
        return letters.Length == 0
            ? IsRow(password)
            : Obvious.Any(word => letters.Replace(word, "", StringComparison.OrdinalIgnoreCase).Length == 0);
    }

    private static bool IsRow(string text) =>
        text.Zip(text.Skip(1)).All(pair => ((pair.Second - pair.First + 10) % 10) is 1 or 9);
}
