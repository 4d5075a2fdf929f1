using Weir.Engine.Connections;
using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>Checks the operator's owner before anything is opened.</summary>
public static class OwnerVariables
{
    /// <summary>Null when the address is one; else what is wrong.</summary>
    public static string? EmailProblem(string email) => EmailAddress.Problem(email);

    /// <summary>Null when the password is good; else a sentence without a word of it.</summary>
    public static string? PasswordProblem(Secret password, string email) =>
        PasswordRules.Problem(password.Reveal(), email, email);
}
