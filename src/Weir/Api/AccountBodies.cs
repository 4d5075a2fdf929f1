namespace Weir.Api;

/// <summary>
/// A user as it is written. The name is the e-mail address and the role monitor when left out. The password has 12 to 200
/// characters and is never read back; without one the user cannot sign in.
/// </summary>
internal sealed record UserBody(
    string Email, string? Name = null, string Role = "monitor", string Status = "active", string? Password = null);

/// <summary>What users change of themselves. A new password needs the current one, and ends all other sessions.</summary>
internal sealed record MeBody(string? Name = null, string? Password = null, string? CurrentPassword = null);

/// <summary>Who signs in.</summary>
internal sealed record SignInBody(string Email, string Password);

/// <summary>The first owner, with the code that the start of the server has printed.</summary>
internal sealed record SetupBody(string Code, string Email, string Password, string? Name = null);
