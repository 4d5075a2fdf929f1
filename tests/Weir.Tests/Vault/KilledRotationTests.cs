using Weir.Vault;

namespace Weir.Tests.Vault;

/// <summary>
/// A rotation is killed before and after every operation on the store and on the files, and the power is lost with every
/// selection of what was not on the disk yet. // Promise 2
/// </summary>
public sealed class KilledRotationTests
{
    /// <summary>More than one batch.</summary>
    private const int Owners = KeyRotation.BatchKeysMax + 1;

    [Fact]
    public async Task A_rotation_killed_at_any_instant_goes_on_at_the_next_start()
    {
        var start = await KeyHouse.OfAsync(Owners);
        var before = start.ProofId;
        var instants = 0;
        for (var isKilled = true; isKilled; instants++)
        {
            var house = start.After();
            var watch = new Watch { KillAt = instants };
            await house.LiveAsync(watch, vault => vault.Rotation.RotateAsync());
            isKilled = watch.IsKilled;
            for (var kept = 0u; kept < 1u << house.Files.Pending; kept++)
            {
                await house.After(kept).MustSettleAsync();
            }

            // What the next start does not go on with was not begun: then it is run again.
            await house.MustSettleAsync();
            await house.LiveAsync(new Watch(), vault => vault.Rotation.RotateAsync());
            await house.MustSettleAsync();
            Assert.NotEqual(before, house.ProofId);
        }

        Assert.True(instants > 40, $"Only {instants} instants.");
    }

    [Fact]
    public async Task A_rotation_killed_twice_at_any_two_instants_goes_on()
    {
        var start = await KeyHouse.OfAsync(3);
        var dice = new Random(1);
        for (var first = 0; await KillAsync(start, first) is { } killed; first++)
        {
            for (var second = 0; await KillAsync(killed.After((uint)dice.Next()), second) is { } again; second++)
            {
                await again.After((uint)dice.Next()).MustSettleAsync();
            }
        }
    }

    [Fact]
    public async Task The_first_start_killed_at_any_instant_begins_again()
    {
        for (var (instant, isKilled) = (0, true); isKilled; instant++)
        {
            var house = new KeyHouse();
            var watch = new Watch { KillAt = instant };
            await house.LiveAsync(watch, vault => house.SealAsync(vault, "conn_1"));
            isKilled = watch.IsKilled;
            for (var kept = 0u; kept < 1u << house.Files.Pending; kept++)
            {
                await house.After(kept).MustSettleAsync();
            }
        }
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_key_given_in_the_environment_takes_over_whatever_is_killed(bool fromOperator, bool toOperator)
    {
        var start = await KeyHouse.OfAsync(Owners, fromOperator ? KeyHouse.NewKey() : null);
        var before = start.ProofId;
        start.Previous = start.Present ?? System.Text.Encoding.ASCII.GetString(start.Files.Files[OwnKeys.Present]);
        start.Present = toOperator ? KeyHouse.NewKey() : null;
        for (var (instant, isKilled) = (0, true); isKilled; instant++)
        {
            var house = start.After();
            var watch = new Watch { KillAt = instant };
            await house.LiveAsync(watch, vault => vault.Rotation.ContinueAsync());
            isKilled = watch.IsKilled;
            for (var kept = 0u; kept < 1u << house.Files.Pending; kept++)
            {
                await house.After(kept).MustSettleAsync();
            }

            await house.MustSettleAsync();
            Assert.NotEqual(before, house.ProofId);
            house.Previous = null;
            await house.MustOpenAllAsync();
        }
    }

    [Fact]
    public void Whatever_happens_in_whatever_order_every_secret_is_readable() =>
        Assert.All(Enumerable.Range(0, 60), seed => LiveManyLivesAsync(seed).GetAwaiter().GetResult());

    /// <summary>Null when the life ended before the kill.</summary>
    private static async Task<KeyHouse?> KillAsync(KeyHouse start, int instant)
    {
        var house = start.After();
        var watch = new Watch { KillAt = instant };
        await house.LiveAsync(watch, vault => vault.Rotation.RotateAsync());
        return watch.IsKilled ? house : null;
    }

    private static async Task LiveManyLivesAsync(int seed)
    {
        var dice = new Random(seed);
        var house = await KeyHouse.OfAsync(dice.Next(2 * KeyRotation.BatchKeysMax));
        for (var life = 0; life < 12; life++)
        {
            var name = $"seed_{seed}_{life}";
            var watch = new Watch { KillAt = dice.Next(120) };
            var sealAt = dice.Next(60);
            await house.LiveAsync(watch, async vault =>
            {
                await house.SealAsync(vault, name);
                watch.Before = (place, operation) => place == sealAt && operation != "add" && operation != "find"
                    ? house.SealAsync(vault, $"{name}_meanwhile")
                    : Task.CompletedTask;
                await (dice.Next(3) == 0 ? vault.Rotation.ContinueAsync() : vault.Rotation.RotateAsync());
            });
            house = house.After(dice.Next(2) == 0 ? uint.MaxValue : (uint)dice.Next());
            await house.After().MustOpenAllAsync();
        }

        await house.MustSettleAsync();
    }
}
