using FsCheck;
using FsCheck.Fluent;
using Weir.Engine.Resources;
using Weir.Model;
using Weir.Tests.Expressions;

namespace Weir.Tests.Texts;

public sealed class CanonicalTextTests
{
    private static readonly Gen<string> Texts = Gen.Elements(
        "a", "e", "c", "\u0301", "\u0327", "\u0323", "\u0302", "\u00E9", "\u1EC7", "\u212B", "\u1E9B", "\uAC00", "\u1100", "\u1161",
        "\u11A8", "\u0958", "\u0344", "\uFB1D", "\U0001D15E", "😀", "ß", "中").ListOf().Select(string.Concat);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u212B", "\u00C5")] // Ångström
    [InlineData("A\u030A", "\u00C5")]
    [InlineData("c\u0327\u0301", "\u1E09")]
    [InlineData("c\u0301\u0327", "\u1E09")] // Marks in the other order
    [InlineData("e\u0302\u0323", "\u1EC7")] // ệ: composed through ẹ
    [InlineData("\u1112\u1161\u11AB", "\uD55C")] // 한
    [InlineData("\uD558\u11AB", "\uD55C")]
    [InlineData("a\u0301\u0301", "\u00E1\u0301")] // A second mark of the same class is blocked.
    [InlineData("\u0301e", "\u0301e")]
    [InlineData("😀é", "😀é")]
    [InlineData("\uF900", "\u8C48")] // A compatibility ideograph is the same character.
    public void What_looks_the_same_is_written_in_one_way(string text, string expected) =>
        Assert.Equal(expected, CanonicalText.Of(text));

    [Theory]
    [InlineData("ﬁ", "fi")]
    [InlineData("e", "é")]
    [InlineData("ä", "a")]
    [InlineData("½", "1/2")]
    public void What_only_resembles_stays_different(string one, string other) =>
        Assert.NotEqual(CanonicalText.Of(one), CanonicalText.Of(other));

    [Fact]
    public void What_is_in_its_form_stays_as_it_is() => Prop.ForAll(Texts.ToArbitrary(), text =>
    {
        var once = CanonicalText.Of(text);
        Assert.Equal(once, CanonicalText.Of(once));
    }).Check(Generated.Often);

    [Fact]
    public void Every_character_is_the_same_as_what_it_is_made_of()
    {
        for (var rune = 0; rune <= 0x10FFFF; rune++)
        {
            if (CanonicalTable.Shared.Parts(rune) is var (first, second))
            {
                var parts = char.ConvertFromUtf32(first) + (second is { } mark ? char.ConvertFromUtf32(mark) : "");
                Assert.Equal(CanonicalText.Of(parts), CanonicalText.Of(char.ConvertFromUtf32(rune)));
            }
        }
    }

    [Fact]
    public void Names_are_equal_however_they_are_typed()
    {
        Assert.Equal(ResourceRow.NameKeyOf("Caf\u00E9"), ResourceRow.NameKeyOf(" CAFE\u0301 "));
        Assert.NotEqual(ResourceRow.NameKeyOf("Cafe"), ResourceRow.NameKeyOf("Café"));
    }
}
