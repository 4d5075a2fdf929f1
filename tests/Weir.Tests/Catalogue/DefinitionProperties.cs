using System.Text;
using Weir.Engine.Catalogue;
using Weir.Tests.Tidy;

namespace Weir.Tests.Catalogue;

public sealed class DefinitionProperties
{
    private const string Interesting = "\n\t :,-?[]{}#&*!|>'\"%@`~$\0\u0085\u2028\uFEFFéa1";

    /// <summary>Whatever a person's slip makes of a definition, it is read, or refused with a place and a reason.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_damaged_definition_is_read_or_refused_with_its_place(int seed)
    {
        var good = Repository.Text("applications/http/definition.yaml");
        var random = new Random(seed);
        for (var round = 0; round < 250; round++)
        {
            var text = new StringBuilder(good);
            for (var slips = random.Next(1, 4); slips > 0; slips--)
            {
                Damage(text, random);
            }

            try
            {
                DefinitionReader.Read("definition.yaml", "http", Encoding.UTF8.GetBytes(text.ToString()));
            }
            catch (DefinitionException e)
            {
                Assert.All(e.Problems, p => Assert.Matches(@"^definition\.yaml:[1-9]\d*:[1-9]\d*: \S", p));
            }
        }
    }

    private static void Damage(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        switch (random.Next(3))
        {
            case 0:
                text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                break;
            case 1:
                text.Insert(at, Interesting[random.Next(Interesting.Length)]);
                break;
            default:
                text[at] = Interesting[random.Next(Interesting.Length)];
                break;
        }
    }
}
