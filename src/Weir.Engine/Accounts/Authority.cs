using Weir.Model;

namespace Weir.Engine.Accounts;

/// <summary>Nobody gives or touches a role above his own.</summary>
public static class Authority
{
    /// <summary>Refuses (<c>forbidden</c>) to give a role.</summary>
    internal static void MayGive(Actor by, Role role)
    {
        if (role > by.Role)
        {
            var message = $"Your role is {by.Role.Word()}: you cannot give the role {role.Word()}.";
            throw new RefusalException(ErrorCodes.Forbidden, message, new Problem("role", ErrorCodes.Forbidden, message));
        }
    }

    /// <summary>Refuses (<c>forbidden</c>) to change what has a role.</summary>
    /// <param name="by">Who wants to.</param>
    /// <param name="role">Of what is to be changed.</param>
    /// <param name="what">What that is: <c>user</c>.</param>
    internal static void MayTouch(Actor by, Role role, string what)
    {
        if (role > by.Role)
        {
            throw new RefusalException(
                ErrorCodes.Forbidden, $"Your role is {by.Role.Word()}: you cannot change a {what} with the role {role.Word()}.");
        }
    }

    /// <summary>The role as the API writes it.</summary>
    public static string Word(this Role role) => role.ToString().ToLowerInvariant();
}
