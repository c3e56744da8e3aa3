"""A thousand seasons: the real bot in virtual time, with one number deciding everything.

To read it, begin with what a seed is made of, and go down as far as you need:

    simulation.py   one seed from beginning to end; plan.py draws what it has in store
    season.py       what the showrunner and the writers mean to do
    actions.py      what people do besides; faults/ what goes wrong; invariants/ what must hold
    stage.py        the rooms and who is in them; crowd.py how they use Discord
    world.py        the clock, the outside, the processes, and what was seen of them
    weather.py      what is wrong outside at the moment
    process.py      the bot as its own assembler builds it, until it is killed
    discord_side.py, gateway.py, spotify_side.py    the loopback Discord of the wire tests and the
                    demo's Spotify, behind what stands for the clients' sockets
    disk.py         SQLite without threads, on a disk that can fail
    loop.py         the event loop; seams.py where time, chance and threads are replaced
    told.py         what people ask for at the end, so that it can be compared
    glance.py       what the steps with holders come to, worked out once more
    mutations/      faults of the product, to see that they are noticed
    running.py, shrinking.py, trace.py, __main__.py     many seeds, a smaller failure, the command
"""
