using Weir.Engine.Accounts;

namespace Weir.Tests.Accounts;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("a fine long pass phrase")]
    [InlineData("Tr0ub4dor&3-and-more")]
    [InlineData("mia-likes-93-blue-kites")]
    [InlineData("пароль-на-каждый-день")]
    [InlineData("729104638512")]
    public void A_long_password_that_is_not_obvious_is_taken(string password) =>
        Assert.Null(PasswordRules.Problem(password, "mia@weir.example", "Mia"));

    [Theory]
    [InlineData("elevenchars")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa")]
    [InlineData("abababababababab")]
    [InlineData("123456789012")]
    [InlineData("0987654321098")]
    [InlineData("PasswordPassword")]
    [InlineData("Password-2026!!")]
    [InlineData("qwertyuiop[]12")]
    [InlineData("mia@weir.example")]
    [InlineData("Mia@Weir.Example1")]
    [InlineData("miamiamiamia42!x")]
    public void What_is_guessed_first_is_refused(string password)
    {
        var problem = PasswordRules.Problem(password, "mia@weir.example", "Mia");

        Assert.NotNull(problem);
        Assert.DoesNotContain(password, problem);
    }

    [Fact]
    public void Characters_are_counted_as_people_see_them()
    {
        Assert.NotNull(PasswordRules.Problem("🦊🐻🐼🐨🐯🦁", "mia@weir.example", "Mia"));
        Assert.Null(PasswordRules.Problem("🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧", "mia@weir.example", "Mia"));
        Assert.Null(PasswordRules.Problem(new string('x', 190) + "0123456789", "mia@weir.example", "Mia"));
        Assert.NotNull(PasswordRules.Problem(new string('x', 191) + "0123456789", "mia@weir.example", "Mia"));
    }
}
